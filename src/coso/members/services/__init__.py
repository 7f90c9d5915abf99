"""What is done with members beyond the register: settling identities, transfers between unions."""
