using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>A fitted support vector classifier with a Gaussian kernel.</summary>
public sealed class KernelSvcModel : IClassifierModel
{
    private readonly (int A, int B)[] _pairs;
    private readonly Matrix _multipliers;
    private readonly double[] _constants;

    private KernelSvcModel(
        int classes, double gamma, int[] support, Matrix vectors, (int A, int B)[] pairs, Matrix multipliers, double[] constants, long[] steps)
    {
        Classes = classes;
        Gamma = gamma;
        Support = support;
        SupportVectors = vectors;
        _pairs = pairs;
        _multipliers = multipliers;
        _constants = constants;
        Steps = steps;
    }

    public int Classes { get; }

    public int Features => SupportVectors.Columns;

    public bool GivesProbabilities => false;

    public double Gamma { get; }

    /// <summary>The rows of the fit that carry the decision of some pair, ascending: what SVM-SMOTE calls support vectors.</summary>
    public int[] Support { get; }

    /// <summary>Those rows' values.</summary>
    public Matrix SupportVectors { get; }

    /// <summary>The pairs of classes that have rows, in order.</summary>
    public IReadOnlyList<(int A, int B)> Pairs => _pairs;

    /// <summary>Steps that each pair took.</summary>
    public long[] Steps { get; }

    /// <summary>alpha y of a support vector in a pair; 0 where it carries nothing there.</summary>
    public double Multiplier(int pair, int support) => _multipliers[pair, support];

    /// <summary>The decision of every pair: above 0 for its first class.</summary>
    public void Decide(ReadOnlySpan<double> row, Span<double> decisions)
    {
        Span<double> kernel = Support.Length <= 512 ? stackalloc double[Support.Length] : new double[Support.Length];
        for (int s = 0; s < kernel.Length; s++)
        {
            kernel[s] = KernelRows.Of(row, SupportVectors.Row(s), Gamma);
        }

        for (int k = 0; k < decisions.Length; k++)
        {
            decisions[k] = Dense.Dot(kernel, _multipliers.Row(k)) + _constants[k];
        }
    }

    /// <summary>
    /// For two classes the decision, negative for class 0. For more: pairs won, plus the sum of own decisions squeezed into a third either way, which
    /// decides among equal numbers of wins.
    /// </summary>
    public void Score(Matrix rows, Matrix scores, RunContext run)
    {
        RowBlocks.CheckShape(rows, Features, scores, Classes);
        RowBlocks.Each(rows.Rows, run, (first, end) =>
        {
            var decisions = new double[_pairs.Length];
            var sums = new double[Classes];
            for (int i = first; i < end; i++)
            {
                Decide(rows.Row(i), decisions);
                Span<double> into = scores.Row(i);
                into.Clear();
                if (Classes == 2)
                {
                    (into[0], into[1]) = (decisions[0], -decisions[0]);
                    continue;
                }

                Array.Clear(sums);
                for (int k = 0; k < decisions.Length; k++)
                {
                    (int a, int b) = _pairs[k];
                    into[decisions[k] > 0 ? a : b]++;
                    sums[a] += decisions[k];
                    sums[b] -= decisions[k];
                }

                for (int c = 0; c < sums.Length; c++)
                {
                    into[c] += sums[c] / (3 * (Math.Abs(sums[c]) + 1));
                }
            }
        });
    }

    internal static KernelSvcModel Of(
        LabelledRows examples, double gamma, List<(int A, int B)> pairs, int[][] rows, double[][] multipliers, double[] constants, long[] steps)
    {
        var place = new int[examples.Count];
        for (int k = 0; k < rows.Length; k++)
        {
            for (int t = 0; t < rows[k].Length; t++)
            {
                place[rows[k][t]] |= multipliers[k][t] != 0 ? 1 : 0;
            }
        }

        var support = new List<int>();
        for (int i = 0; i < place.Length; i++)
        {
            if (place[i] != 0)
            {
                place[i] = support.Count;
                support.Add(i);
            }
        }

        var table = new Matrix(pairs.Count, support.Count);
        for (int k = 0; k < rows.Length; k++)
        {
            for (int t = 0; t < rows[k].Length; t++)
            {
                if (multipliers[k][t] != 0)
                {
                    table[k, place[rows[k][t]]] = multipliers[k][t];
                }
            }
        }

        int[] all = [.. support];
        return new KernelSvcModel(examples.Classes, gamma, all, examples.Rows.Take(all), [.. pairs], table, constants, steps);
    }
}
