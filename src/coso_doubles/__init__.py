"""Stand-ins of services that no network reaches from a test or a demo. The product imports none of them."""
