"""What stands before the sign-in: how many tries an account, a code or the whole site takes, and how long one waits."""
