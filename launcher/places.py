"""Where things lie in the project folder."""

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Places:
    """The paths of one project folder."""

    root: Path = PROJECT

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def src(self) -> Path:
        return self.root / "src"

    @property
    def var(self) -> Path:
        return self.root / ".var"

    @property
    def assets(self) -> Path:
        return self.var / "assets"

    @property
    def static(self) -> Path:
        return self.var / "static"

    @property
    def npm(self) -> Path:
        return self.var / "npm"

    @property
    def stamps(self) -> Path:
        return self.var / "stamps"

    @property
    def demo(self) -> Path:
        return self.var / "demo"

    def requirements(self, kind: str) -> Path:
        return self.root / "requirements" / f"{kind}.txt"

    def django(self, *words: str) -> list[str]:
        """The command line of a Django command."""
        return [str(self.python), "-m", "django", *words]
