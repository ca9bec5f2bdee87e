#!/usr/bin/env python3
"""Prints the coefficients that log_gamma.ts and erf.ts in plugins/_sdk/stats/ hold.

Needs mpmath (Debian: python3-mpmath):

    python3 scripts/make_special_function_coefficients.py
"""
from mpmath import cos, erfc, euler, exp, fac2, mp, mpf, nstr, pi, sqrt, zeta

mp.dps = 50


def log_gamma():
    """log Gamma(2 + z) = (1 - euler) z + sum over k >= 2 of (-1)^k (zeta(k) - 1)/k z^k."""
    print("1 - euler:", nstr(1 - euler, 20))
    for k in range(30, 1, -1):
        print(k, nstr((-1) ** k * (zeta(k) - 1) / k, 20))


def scaled_erfc():
    """Chebyshev coefficients of (1 + 2x) exp(x^2) erfc(x) in t = (x - 3)/(x + 3)."""

    def function(t):
        x = 3 * (1 + t) / (1 - t)
        if x < 200:
            return (1 + 2 * x) * exp(x * x) * erfc(x)
        series = sum((-1) ** k * fac2(2 * k - 1) / (2 * x * x) ** k for k in range(16))
        return (1 + 2 * x) / (x * sqrt(pi)) * series

    n = 64
    angles = [pi * (k + mpf(1) / 2) / n for k in range(n)]
    values = [function(cos(angle)) for angle in angles]
    for j in range(24, -1, -1):
        c = 2 * sum(f * cos(j * angle) for f, angle in zip(values, angles)) / n
        print(j, nstr(c / 2 if j == 0 else c, 20))


log_gamma()
scaled_erfc()
