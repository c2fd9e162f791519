using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Feature-based function: makes sum_d phi(sum_{j picked} x_jd) large for a concave phi, so that every feature is there and none too often (Wei, Liu, Kirchhoff,
/// Bartels and Bilmes 2014). Values must not be negative: counts, shares, bag-of-words, min-max scaled numbers.
/// </summary>
/// <remarks>O(d) a gain; lazily, so that most rows are looked at a few times.</remarks>
internal static class FeatureBased
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("feature-based", "Picks rows so that every feature occurs, with less and less for more of the same.",
        new DiverseOptions(), Pick,
        [
            OptionSpec<DiverseOptions>.Choice("concave", "What the sum x of a feature is worth: its square root, ln(1 + x), x / (1 + x), or min(x, 1).", ["sqrt", "log", "saturating", "cap"],
                (o, v) => o with { Concave = v switch { "log" => Concave.Logarithm, "saturating" => Concave.Saturating, "cap" => Concave.Capped, _ => Concave.SquareRoot } }, "sqrt"),
            FacilityLocation.Optimizer,
            FacilityLocation.Epsilon,
            DiverseSpecs.Score,
            DiverseSpecs.ScoreWeight,
        ],
        MethodTraits.None, "30 bytes a row", "K. Wei et al. 2014",
        "curate select wine.csv --method feature-based --scale minmax --label class --rows 20 -o features.csv");

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var function = new Function(pool.Rows, options.Concave, DiverseSpecs.Weighed(pool, options));
        Picks picks = FacilityLocation.Greedy(function, pool, options);
        double all = function.OfAll();
        double objective = picks.Gains.Sum();
        picks.Figures.Add(("objective", objective));
        picks.Figures.Add(("share_of_all", all > 0 ? objective / all : null));
        picks.Figures.Add(("features_present", (long)function.Present));
        return picks;
    }

    /// <summary>phi(x).</summary>
    public static double Worth(Concave concave, double x) => concave switch
    {
        Concave.SquareRoot => Math.Sqrt(x),
        Concave.Logarithm => PortableMath.Log(1 + x),
        Concave.Saturating => x / (1 + x),
        _ => Math.Min(x, 1),
    };

    private sealed class Function : ISetFunction
    {
        private readonly VectorStore _rows;
        private readonly Concave _concave;
        private readonly double[]? _scores;
        private readonly double[] _sums;
        private readonly double[] _worth;
        private double[] _gains = [];

        public Function(VectorStore rows, Concave concave, double[]? scores)
        {
            _rows = rows;
            _concave = concave;
            _scores = scores;
            _sums = new double[rows.Numeric];
            _worth = new double[rows.Numeric];
            for (int row = 0; row < rows.Count; row++)
            {
                foreach (float value in rows[row])
                {
                    if (value < 0)
                    {
                        Fail.With(ErrorCodes.Infeasible, $"A feature is negative ({Options.NumberText.Of(value)}), and feature-based adds features up: they are amounts.", "Pass --scale minmax, or name columns of counts or shares with --features.");
                    }
                }
            }
        }

        public bool BoundsAll => false;

        public int Present => _sums.Count(static s => s > 0);

        public void First(double[] bounds) => Array.Fill(bounds, double.PositiveInfinity);

        public void BoundAll(double[] bounds) => First(bounds);

        public void Bound(ReadOnlySpan<int> rows, Span<double> bounds)
        {
            _gains = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                ReadOnlySpan<float> values = _rows[rows[i]];
                double gain = 0;
                for (int d = 0; d < values.Length; d++)
                {
                    gain += values[d] == 0 ? 0 : Worth(_concave, _sums[d] + values[d]) - _worth[d];
                }

                _gains[i] = bounds[i] = gain + (_scores is null ? 0 : _scores[rows[i]]);
            }
        }

        public double Gain(int place) => _gains[place];

        public void Keep()
        {
        }

        public void Take(int row)
        {
            ReadOnlySpan<float> values = _rows[row];
            for (int d = 0; d < values.Length; d++)
            {
                _sums[d] += values[d];
                _worth[d] = Worth(_concave, _sums[d]);
            }
        }

        public double OfAll()
        {
            var sums = new double[_sums.Length];
            double all = 0;
            for (int row = 0; row < _rows.Count; row++)
            {
                ReadOnlySpan<float> values = _rows[row];
                for (int d = 0; d < values.Length; d++)
                {
                    sums[d] += values[d];
                }

                all += _scores is null ? 0 : Math.Max(0, _scores[row]);
            }

            foreach (double sum in sums)
            {
                all += Worth(_concave, sum);
            }

            return all;
        }
    }
}
