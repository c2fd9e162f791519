using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Options;

namespace Curate.Core.Mix;

/// <summary>Error as a function of rows, a n^-b + c, fitted by least squares with a, c from 0 and b from 0.01 to 3.</summary>
public readonly record struct LearningCurve(double A, double B, double C)
{
    private const int Steps = 200;

    /// <summary>The error with so many rows; infinite without any.</summary>
    public double At(double n) => n > 0 ? (A * PortableMath.Pow(n, -B)) + C : double.PositiveInfinity;

    /// <summary>For each b of a grid even in ln b, and of three finer ones, a and c follow from linear least squares. O(800 points).</summary>
    public static LearningCurve Fit(IReadOnlyList<(double Rows, double Error)> points)
    {
        double low = PortableMath.Log(0.01);
        double high = PortableMath.Log(3);
        LearningCurve best = default;
        double least = double.PositiveInfinity;
        for (int level = 0; level < 4; level++)
        {
            double step = (high - low) / Steps;
            double at = low;
            for (int i = 0; i <= Steps; i++)
            {
                LearningCurve curve = Linear(points, PortableMath.Exp(low + (i * step)));
                double error = 0;
                foreach ((double rows, double y) in points)
                {
                    double apart = curve.At(rows) - y;
                    error += apart * apart;
                }

                if (error < least)
                {
                    (least, best, at) = (error, curve, low + (i * step));
                }
            }

            at = PortableMath.Log(best.B);
            (low, high) = (Math.Max(low, at - step), Math.Min(high, at + step));
        }

        return best;
    }

    /// <summary>Reads <c>NAME=A:B:C</c> items.</summary>
    /// <exception cref="CurateException">An item is of another form, or a name comes twice.</exception>
    internal static IReadOnlyDictionary<string, LearningCurve> Parse(string option, IReadOnlyList<string> items)
    {
        var found = new Dictionary<string, LearningCurve>(StringComparer.Ordinal);
        foreach (string item in items)
        {
            int equals = item.LastIndexOf('=');
            string[] parts = equals > 0 ? item[(equals + 1)..].Split(':') : [];
            var values = new double[3];
            bool isCurve = parts.Length == 3;
            for (int i = 0; i < 3 && isCurve; i++)
            {
                isCurve = NumberText.TryNumber(parts[i], out values[i]) && values[i] >= 0 && double.IsFinite(values[i]);
            }

            if (!isCurve || values[1] == 0)
            {
                Fail.Usage($"--{option} takes NAME=A:B:C items for the error A n^-B + C, such as web=2:0.3:0.1, not {Fail.Show(item)}.");
            }

            if (!found.TryAdd(item[..equals], new LearningCurve(values[0], values[1], values[2])))
            {
                Fail.Usage($"--{option} names the source {Fail.Show(item[..equals])} twice.");
            }
        }

        return found;
    }

    private static LearningCurve Linear(IReadOnlyList<(double Rows, double Error)> points, double b)
    {
        double n = points.Count;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        foreach ((double rows, double error) in points)
        {
            double p = PortableMath.Pow(rows, -b);
            x += p;
            y += error;
            xx += p * p;
            xy += p * error;
        }

        double spread = (n * xx) - (x * x);
        double a = spread > 0 ? ((n * xy) - (x * y)) / spread : 0;
        double c = (y - (a * x)) / n;
        return a < 0 ? new LearningCurve(0, b, y / n) : c < 0 ? new LearningCurve(xx > 0 ? xy / xx : 0, b, 0) : new LearningCurve(a, b, c);
    }
}
