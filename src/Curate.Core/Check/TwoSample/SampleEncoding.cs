using System.Text;
using Curate.Core.Hashing;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;

namespace Curate.Core.Check.TwoSample;

/// <summary>Turns sampled values into vectors of one scale; see <see cref="FeatureSample"/>.</summary>
internal static class SampleEncoding
{
    private const double LeastMissing = 0.01;
    private const double LeastCovered = 0.5;

    /// <summary>Names of the numbers of a vector, the vectors of each dataset, and columns that tell nothing.</summary>
    public static (List<string> Names, List<Matrix> Parts, List<(string Column, string Reason)> LeftOut) Of(SampleColumns columns, TextIndex[] texts, SamplePart[] parts)
    {
        var names = new List<string>();
        var values = new List<double[][]>();
        var leftOut = new List<(string, string)>();
        int dimension = parts.Max(static p => p.Numbers.Columns);
        for (int c = 0; c < dimension; c++)
        {
            AddNumber(columns, c, parts, names, values, leftOut);
        }

        for (int c = 0; c < columns.Texts.Count; c++)
        {
            AddText(columns.Texts[c], texts[c], c, parts, names, values, leftOut);
        }

        var matrices = new List<Matrix>();
        for (int s = 0; s < parts.Length; s++)
        {
            var matrix = new Matrix(parts[s].Numbers.Rows, names.Count);
            for (int p = 0; p < names.Count; p++)
            {
                for (int i = 0; i < matrix.Rows; i++)
                {
                    matrix[i, p] = values[p][s][i];
                }
            }

            matrices.Add(matrix);
        }

        return (names, matrices, leftOut);
    }

    private static void AddNumber(SampleColumns columns, int c, SamplePart[] parts, List<string> names, List<double[][]> values, List<(string, string)> leftOut)
    {
        bool isVector = columns.Embedding is not null;
        string name = isVector ? $"{columns.Embedding}[{NumberText.Of(c)}]" : columns.Numbers[c];
        var sum = new ExactSum();
        long known = 0;
        long rows = 0;
        foreach (SamplePart part in parts)
        {
            for (int i = 0; i < part.Numbers.Rows; i++)
            {
                double value = c < part.Numbers.Columns ? part.Numbers[i, c] : double.NaN;
                rows++;
                if (!double.IsNaN(value))
                {
                    sum.Add(value);
                    known++;
                }
            }
        }

        double mean = known == 0 ? 0 : sum.ToDouble() / known;
        var squares = new ExactSum();
        double[][] own = [.. parts.Select(part => new double[part.Numbers.Rows])];
        for (int s = 0; s < parts.Length; s++)
        {
            for (int i = 0; i < own[s].Length; i++)
            {
                double value = c < parts[s].Numbers.Columns ? parts[s].Numbers[i, c] : double.NaN;

                // Against the mean of all values a missing one says nothing.
                own[s][i] = double.IsNaN(value) ? 0 : value - mean;
                squares.AddSquare(own[s][i]);
            }
        }

        double deviation = known < 2 ? 0 : Math.Sqrt(squares.ToDouble() / known);
        if (deviation > 0 && double.IsFinite(deviation))
        {
            // The lengths of vectors mean something; they are left as they are.
            double unit = isVector ? 1 : deviation;
            foreach (double[] each in own)
            {
                for (int i = 0; i < each.Length; i++)
                {
                    each[i] /= unit;
                }
            }

            names.Add(name);
            values.Add(own);
        }
        else if (!isVector)
        {
            leftOut.Add((name, known == 0 ? "has no number" : "has one value"));
        }

        if (!isVector && rows - known >= LeastMissing * rows && known > 0)
        {
            names.Add(name + " is missing");
            values.Add([.. parts.Select(part => Enumerable.Range(0, part.Numbers.Rows).Select(i => double.IsNaN(part.Numbers[i, c]) ? 1.0 : 0).ToArray())]);
        }
    }

    private static void AddText(string name, TextIndex texts, int c, SamplePart[] parts, List<string> names, List<double[][]> values, List<(string, string)> leftOut)
    {
        var counts = new long[texts.Count];
        long rows = 0;
        foreach (SamplePart part in parts)
        {
            foreach (int code in part.Codes[c])
            {
                counts[code]++;
                rows++;
            }
        }

        string[] shown = [.. Enumerable.Range(0, texts.Count).Select(code => texts[code][0] == 0 ? "(missing)" : Encoding.UTF8.GetString(texts[code][1..]))];
        int[] order = [.. Enumerable.Range(0, texts.Count)];
        Array.Sort(order, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : texts[a].SequenceCompareTo(texts[b]));
        int kept = Math.Min(FeatureSample.MostValues, order.Length);
        long covered = order.Take(kept).Sum(code => counts[code]);
        if (order.Length < 2 || covered < LeastCovered * rows || counts[order[0]] == 1)
        {
            leftOut.Add((name, order.Length < 2 ? "has one value" : "has values that hardly repeat"));
            return;
        }

        // Two rows of different values differ in two numbers, together 1 apart.
        double unit = Math.Sqrt(0.5);
        for (int v = 0; v < kept; v++)
        {
            int code = order[v];
            names.Add($"{name}={shown[code]}");
            values.Add([.. parts.Select(part => Array.ConvertAll(part.Codes[c], own => own == code ? unit : 0))]);
        }

        if (kept < order.Length)
        {
            var rare = new HashSet<int>(order.Skip(kept));
            names.Add($"{name}=(other)");
            values.Add([.. parts.Select(part => Array.ConvertAll(part.Codes[c], own => rare.Contains(own) ? unit : 0))]);
        }
    }
}
