"""E-mail by the SMTP server of the installation."""
