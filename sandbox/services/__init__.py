"""The stand-ins, one module or package a service."""
