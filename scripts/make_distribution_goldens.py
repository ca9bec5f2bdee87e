#!/usr/bin/env python3
"""Writes fixtures/goldens/distributions.json: what plugins/_sdk/stats/ must agree with to 1e-12.

Every argument is a double, handed to mpmath exactly; every value is computed with 80 digits and
rounded once. Tails come from one of two methods that share nothing with each other or with the
TypeScript: hypergeometric series (mpmath's), and quadrature of the density. Where both apply they
must agree to 40 digits, or nothing is written.

A quantile's row is made from a tail's: p is the double nearest to F(x0), and x(p) follows from x0
by Taylor's series, two terms, which is exact to 1e-24.

Needs mpmath (Debian: python3-mpmath); takes some minutes:

    python3 scripts/make_distribution_goldens.py
"""
import json
import math
import pathlib

import mpmath
from mpmath import exp, inf, log, loggamma, mp, mpf, sqrt

mp.dps = 80
AGREE = mpf(10) ** -40
HERE = pathlib.Path(__file__).parent.parent

rows = {}


def add(name, *numbers):
    """One row: arguments, then the value; left out where a double cannot hold it to 16 digits."""
    value = float(numbers[-1])
    exact = numbers[-1] == 0
    if exact or (math.isfinite(value) and abs(value) >= 2.3e-308):
        row = [float(n) for n in numbers[:-1]] + [value]
        if row not in rows.setdefault(name, []):
            rows[name].append(row)


# ---- tails -------------------------------------------------------------------------------------

def tail_by_quadrature(exponent, scale, end):
    """Integral of exp(-exponent(s)), s from 0 to end; exponent rising, with exponent(0) = 0."""
    # In units in which the answer is near 1, because mpmath's error estimate is absolute.
    scale = min(scale, end)
    stops = [0, mpf(1) / 2]
    while 2 * stops[-1] * scale < end and exponent(stops[-1] * scale) < 230:
        stops.append(2 * stops[-1])
    if 2 * stops[-1] * scale >= end:
        stops.append(end / scale)

    def integrand(u):
        return exp(-exponent(scale * u)) if scale * u < end else mpf(0)

    value, error = mp.quad(integrand, stops, error=True, maxdegree=10)
    if error > value * AGREE:
        raise ValueError(f"quadrature stopped at an error of {mpmath.nstr(error / value, 3)}")
    return scale * value


def gamma_density(a, x):
    return exp((a - 1) * log(x) - x - loggamma(a))


def gamma_tails(a, x):
    """(P, Q) of the gamma distribution, each to 40 digits relative."""
    upper = x >= max(a, 1)

    def quadrature():
        slope = 1 - (a - 1) / x
        sign = 1 if upper else -1
        scale = 1 / (abs(slope) + sqrt(a) / x)
        integral = tail_by_quadrature(
            lambda s: sign * s - (a - 1) * log((x + sign * s) / x), scale, inf if upper else x
        )
        return gamma_density(a, x) * integral

    def series():
        if not upper:
            return exp(a * log(x) - x - loggamma(a + 1)) * mpmath.hyp1f1(1, a + 1, x)
        return mpmath.gammainc(a, x, inf, regularized=True)

    # Quadrature cannot do the singularity at 0 of a shape below 1, the series not many terms.
    smooth = upper or a >= 1
    direct = quadrature() if smooth else series()
    if smooth and max(a, x) < 300:
        check(direct, series(), ("gamma", a, x, upper))
    return (1 - direct, direct) if upper else (direct, 1 - direct)


def beta_log_kernel(a, b):
    return loggamma(a + b) - loggamma(a) - loggamma(b)


def beta_tails(a, b, x, y):
    """(I, 1 - I) of the beta distribution, each to 40 digits relative; x + y = 1."""
    if a * y < b * x:
        upper, lower = beta_tails(b, a, y, x)
        return lower, upper
    kernel = beta_log_kernel(a, b)

    def quadrature():
        slope = (a - 1) / x - (b - 1) / y
        scale = 1 / (abs(slope) + sqrt((a + b) / (x * y)))
        integral = tail_by_quadrature(
            lambda s: -(a - 1) * log((x - s) / x) - (b - 1) * log((y + s) / y), scale, x
        )
        return exp(kernel + (a - 1) * log(x) + (b - 1) * log(y)) * integral

    def series():
        head = exp(kernel + a * log(x) + b * log(y)) / a
        return head * mpmath.hyp2f1(a + b, 1, a + 1, x)

    smooth = a >= 1
    direct = quadrature() if smooth else series()
    if smooth and max(a, b) < 300:
        check(direct, series(), ("beta", a, b, x))
    return direct, 1 - direct


checked = 0


def check(one, other, where):
    global checked
    checked += 1
    if abs(one - other) > AGREE * abs(other):
        raise ValueError(f"the two methods differ at {where}: {one} and {other}")


# ---- rows of a distribution --------------------------------------------------------------------


def distribution(name, x, parameters, density, lower, upper, slope, densities=True):
    """All rows that one point of one distribution gives; `slope` is density' / density."""
    tag = [mpf(x), *parameters]
    if densities:
        add(f"{name}Pdf", *tag, density)
        add(f"{name}LogPdf", *tag, log(density))
    for kind, log_kind, inverse, value, rest, sign in (
        ("Cdf", "LogCdf", "Quantile", lower, upper, 1),
        ("Survival", "LogSurvival", "UpperQuantile", upper, lower, -1),
    ):
        add(f"{name}{kind}", *tag, value)
        # Of 1 - 1e-300 not even 80 digits leave anything.
        add(f"{name}{log_kind}", *tag, log(value) if value < 0.5 else mpmath.log1p(-rest))
        if not (mpf(10) ** -305 < value < mpf("0.999")) or abs(x) * density < value * AGREE:
            continue
        p = mpf(float(value))
        first = sign * (p - value) / density
        change = first - slope * first**2 / 2
        if abs(change) < abs(x) * mpf(10) ** -9:
            add(f"{name}{inverse}", p, *parameters, x + change)


def doubles(values):
    """Distinct normal doubles among the values."""
    found = sorted({float(v) for v in values if 1e-300 < abs(float(v)) < 1e300})
    return [mpf(v) for v in found]


SPREAD = [-25, -12, -5, -2, -0.8, -0.1, 0.3, 1.2, 3, 7, 16, 30]


def gamma_points(a):
    centre, width = mpmath.psi(0, a), sqrt(mpmath.psi(1, a))
    points = [exp(centre + k * width) for k in SPREAD]
    points += [a + k * sqrt(a) for k in (-36, -15, -4, -1, 0, 1, 4, 15, 36) if a + k * sqrt(a) > 0]
    points += [exp((log(mpf(p)) + loggamma(a + 1)) / a) for p in ("1e-300", "1e-30", "0.01")]
    points += [a + 30, a + 37 * sqrt(a) + 690, mpf(1) / 2, 1, mpf(3) / 2]
    return doubles(p for p in points if mpf(10) ** -300 < p < a * 50 + 5000)


GAMMA_SHAPES = [
    1e-6, 1e-3, 0.04, 0.3, 0.5, 0.9, 0.999, 1, 1.5, 2, 4.7, 10, 31.25, 100, 1000, 12345.678, 99999,
    1e5 + 1, 3e5, 1e6, 2.5e7, 1e10,
]


def make_gamma():
    for shape in GAMMA_SHAPES:
        a = mpf(shape)
        for i, x in enumerate(gamma_points(a)):
            lower, upper = gamma_tails(a, x)
            density = gamma_density(a, x)
            slope = (a - 1) / x - 1
            distribution("gamma", x, [a], density, lower, upper, slope, i % 2 == 0)
            if i % 3 == 0:
                add("gammaP", a, x, lower)
                add("gammaQ", a, x, upper)
                # Twice a double is a double.
                distribution("chiSquare", 2 * x, [2 * a], density / 2, lower, upper, slope / 2)


def odds_points(a, b):
    """Odds x/(1 - x) from one tail to the other."""
    centre = mpmath.psi(0, a) - mpmath.psi(0, b)
    width = sqrt(mpmath.psi(1, a) + mpmath.psi(1, b))
    logs = [centre + k * width for k in SPREAD]
    log_beta = -beta_log_kernel(a, b)
    for p in ("1e-300", "1e-40", "1e-4"):
        logs.append((log(mpf(p)) + log(a) + log_beta) / a)
        logs.append(-(log(mpf(p)) + log(b) + log_beta) / b)
    return [exp(v) for v in logs if abs(v) < 600] + [a / b]


BETA_SHAPES = [
    (1e-3, 1e-3), (1e-3, 1), (1e-3, 1e3), (1e-6, 2), (0.04, 0.3), (0.5, 0.5), (1, 1), (0.3, 50),
    (0.999, 0.7), (0.9, 1.3), (0.5, 5e5), (0.02, 1e9), (2, 3), (1, 1e4), (1.25, 1e8), (30, 1.5),
    (100.5, 30.25), (10, 1e5), (800, 1e6), (1e4, 1e4), (99999, 3e4), (1.5e5, 2e5), (1e6, 1e6),
    (3e6, 2e5), (1e8, 1e8), (1e10, 1e6),
]


def make_beta():
    pairs = BETA_SHAPES + [(b, a) for a, b in BETA_SHAPES if a != b]
    for a, b in [(mpf(a), mpf(b)) for a, b in pairs]:
        for i, x in enumerate(doubles(odds / (1 + odds) for odds in odds_points(a, b))):
            if x >= 1:
                continue
            y = 1 - x
            lower, upper = beta_tails(a, b, x, y)
            if i % 3 == 0:
                add("betaI", x, a, b, lower)
                add("betaIUpper", x, a, b, upper)
            density = exp(beta_log_kernel(a, b) + (a - 1) * log(x) + (b - 1) * log(y))
            slope = (a - 1) / x - (b - 1) / y
            distribution("beta", x, [a, b], density, lower, upper, slope, i % 2 == 0)


F_DEGREES = [
    (1, 1), (1, 10), (1, 1e6), (0.5, 0.5), (0.01, 5), (0.001, 1000), (2, 3), (2, 2), (10, 10),
    (3, 1e4), (100, 200), (1e4, 1e4), (1e5, 7e4), (3.5e5, 2.5e5), (1e6, 1e6), (1e6, 1e3),
    (1e8, 1e6), (7, 1e10), (1e-6, 4),
]


def make_f():
    pairs = F_DEGREES + [(d2, d1) for d1, d2 in F_DEGREES if d1 != d2]
    for d1, d2 in [(mpf(d1), mpf(d2)) for d1, d2 in pairs]:
        a, b = d1 / 2, d2 / 2
        for i, f in enumerate(doubles(odds * d2 / d1 for odds in odds_points(a, b))):
            odds = d1 * f / d2
            x, y = odds / (1 + odds), 1 / (1 + odds)
            lower, upper = beta_tails(a, b, x, y)
            density = exp(beta_log_kernel(a, b) + a * log(x) + b * log(y)) / f
            slope = (a - 1) / f - (a + b) * (d1 / d2) / (1 + odds)
            distribution("f", f, [d1, d2], density, lower, upper, slope, i % 2 == 0)


T_DEGREES = [
    0.01, 0.1, 0.5, 1, 1.3, 2, 3, 4.5, 10, 30, 100.5, 1000, 1e4, 123456, 1e6, 1e8, 1e10, 1e14,
]
T_POINTS = [
    1e-290, 1e-20, 1e-5, 0.01, 0.2, 0.6, 0.95, 1, 1.1, 1.4142, 1.5, 2, 2.6, 4, 7, 12, 20, 30, 37,
    60, 300, 1e4, 1e7, 1e20, 1e70, 1e140, 1.1e150, 1e220, 1e299,
]


def make_t():
    for df in map(mpf, T_DEGREES):
        b = df / 2
        for i, t in enumerate(map(mpf, T_POINTS)):
            x, y = t * t / (df + t * t), df / (df + t * t)
            inside, outside = beta_tails(mpf(1) / 2, b, x, y)
            log_density = loggamma(b + mpf(1) / 2) - loggamma(b) - log(df * mp.pi) / 2
            density = exp(log_density - (df + 1) / 2 * mpmath.log1p(t * t / df))
            slope = -(df + 1) * t / (df + t * t)
            for sign in (1, -1) if i % 4 == 1 else (1,):
                tails = ((1 + inside) / 2, outside / 2)
                lower, upper = tails if sign > 0 else tails[::-1]
                distribution(
                    "studentT", sign * t, [df], density, lower, upper, sign * slope, i % 2 == 0
                )


def make_normal():
    points = [1e-300, 1e-20, 1e-6, 0.01, 0.1, 0.3, 0.5, 0.6744897501960817, 0.8, 1, 1.06, 1.06066]
    points += [k / 7 for k in range(8, 271, 3)] + [38, 60, 1e4, 1e100]
    for x in [mpf(s * p) for p in points for s in (1, -1)]:
        density = exp(-x * x / 2) / sqrt(2 * mp.pi)
        lower, upper = (mpmath.erfc(s * x / sqrt(2)) / 2 for s in (-1, 1))
        if abs(x) > 1e3:
            distribution_logs_of_far_normal(x)
        else:
            distribution("normal", x, [], density, lower, upper, -x, x > 0)


def distribution_logs_of_far_normal(x):
    """Where exp(-x^2/2) is beyond even mpmath's patience."""
    log_density = -x * x / 2 - log(2 * mp.pi) / 2
    add("normalLogPdf", x, log_density)
    # Mills' ratio 1/x - 1/x^3 + 3/x^5 - ...
    size = abs(x)
    series = mpmath.nsum(lambda k: (-1) ** k * mpmath.fac2(2 * k - 1) / size ** (2 * k), [0, 8])
    add("normalLogCdf" if x < 0 else "normalLogSurvival", x, log_density - log(size) + log(series))


def make_special():
    for p in [1e-300, 1e-20, 1e-9, 1e-3, 0.05, 0.2, 0.4, 0.5, 0.6, 0.7, 0.74, 0.76, 0.8, 1, 1.3]:
        for x in (mpf(p), mpf(-p)):
            add("erf", x, mpmath.erf(x))
            add("erfc", x, mpmath.erfc(x))
    for k in range(14, 265, 2):
        add("erf", mpf(k / 10), mpmath.erf(mpf(k / 10)))
        add("erfc", mpf(k / 10), mpmath.erfc(mpf(k / 10)))
    add("erfc", mpf(-30), mpf(2))
    xs = [10.0**k for k in range(-300, 301, 12)]
    xs += [1 + s * 2.0**-k for k in (1, 2, 5, 10, 20, 30, 40, 50) for s in (1, -1)]
    xs += [2 + s * 2.0**-k for k in (1, 2, 5, 10, 20, 30, 40, 50) for s in (1, -1)]
    xs += [k / 8 + 0.01 for k in range(120)]
    for x in map(mpf, xs):
        add("logGamma", x, loggamma(x))


# ---- quantiles at round probabilities ------------------------------------------------------------


def round_quantile(tails, density, start, p, upper):
    """x with that tail, by Newton's method on logarithms."""
    x = mpf(start)
    for _ in range(400):
        value = tails(x)[1 if upper else 0]
        step = log(value / p) * value / (x * density(x)) * (1 if upper else -1)
        # Lower tails are powers of x and Newton's steps good; upper ones from the middle too far.
        x *= exp(min(5, step) if upper else step)
        if abs(step) < mpf(10) ** -15:  # the next one is its square
            return x
    raise ValueError(f"Newton's method did not settle at p = {p}")


ROUND = [1e-300, 1e-15, 0.001, 0.025, 0.05, 0.4]


def make_round_quantiles():
    for p in map(mpf, ROUND):
        for upper in (False, True):
            kind = "UpperQuantile" if upper else "Quantile"
            z = sqrt(2) * mpmath.erfinv(1 - 2 * p) if p > 1e-20 else None
            if z is not None:
                add(f"normal{kind}", p, z if upper else -z)
            for shape in map(mpf, (0.5, 3, 50, 2e4)):
                x = round_quantile(
                    lambda x: gamma_tails(shape, x), lambda x: gamma_density(shape, x), shape, p,
                    upper,
                )
                add(f"gamma{kind}", p, shape, x)
                add(f"chiSquare{kind}", p, 2 * shape, 2 * x)
            for d1, d2 in ((1, 8), (5, 7), (12, 400), (2e4, 3e4)):
                d1, d2 = mpf(d1), mpf(d2)
                a, b = d1 / 2, d2 / 2

                def split(f):
                    return d1 * f / (d2 + d1 * f), d2 / (d2 + d1 * f)

                def density(f):
                    x, y = split(f)
                    return exp(beta_log_kernel(a, b) + a * log(x) + b * log(y)) / f

                f = round_quantile(lambda f: beta_tails(a, b, *split(f)), density, 1, p, upper)
                add(f"f{kind}", p, d1, d2, f)
                x, y = split(f)
                add(f"beta{kind}", p, a, b, x)
                if d1 == 1 and upper:
                    # T is the root of F(1, df); one tail of T is half the tail of F.
                    add("studentTUpperQuantile", p / 2, d2, sqrt(f))
                    add("studentTQuantile", p / 2, d2, -sqrt(f))


def main():
    for make in (
        make_special, make_normal, make_round_quantiles, make_t, make_gamma, make_f, make_beta,
    ):
        make()
        print(make.__name__, sum(map(len, rows.values())), "rows", flush=True)
    print(checked, "tails computed by both methods agree")
    lines = [
        json.dumps(name) + ": [\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in table)
        + "\n]"
        for name, table in sorted(rows.items())
    ]
    text = '{"made_by": "scripts/make_distribution_goldens.py", "functions": {\n'
    (HERE / "fixtures/goldens/distributions.json").write_text(text + ",\n".join(lines) + "\n}}\n")


if __name__ == "__main__":
    main()
