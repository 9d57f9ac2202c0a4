"""One file per place the portal runs in; each only overrides `base`, which reads the environment."""
