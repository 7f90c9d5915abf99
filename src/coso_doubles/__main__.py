"""`python -m coso_doubles [PORT]`: Zalo and Messenger for a demo, with the settings that lead there."""

import sys
import threading

from coso_doubles.services import APP, APP_SECRET, FB_PAGE, FB_SECRET, FB_TOKEN, FB_VERIFY, OA_SECRET, World, running

PORT = 8190


def main() -> None:
    """Serves until it is stopped; prints what to set before the product is started."""
    world = World()
    with running(world, int(sys.argv[1]) if len(sys.argv) > 1 else PORT) as address:
        told = {"COSO_ZALO_API": address, "COSO_ZALO_OAUTH": address, "COSO_FB_API": address, "COSO_ZALO_APP": APP}
        told |= {"COSO_ZALO_APP_SECRET": APP_SECRET, "COSO_ZALO_OA_SECRET": OA_SECRET, "COSO_FB_PAGE": FB_PAGE}
        told |= {"COSO_ZALO_REFRESH": world.refresh, "COSO_FB_TOKEN": FB_TOKEN}
        told |= {"COSO_FB_SECRET": FB_SECRET, "COSO_FB_VERIFY": FB_VERIFY}
        sys.stdout.write("".join(f"export {name}={value}\n" for name, value in told.items()))
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
