using System.Globalization;

namespace Curate.Core.Tests.Dedupe.Semantic;

/// <summary>Semantic deduplication in the plainest form: every pair, in double precision, one after the other.</summary>
internal sealed class SemanticModel
{
    private readonly List<double[]?> _vectors;

    public SemanticModel(IEnumerable<string?> texts) => _vectors = [.. texts.Select(Parse)];

    /// <summary>Cosine; exactly 1 for equal vectors alone.</summary>
    public static double Cosine(double[] a, double[] b)
    {
        if (a.SequenceEqual(b))
        {
            return 1;
        }

        double ab = a.Zip(b, static (x, y) => x * y).Sum();
        double norms = Math.Sqrt(a.Sum(static x => x * x)) * Math.Sqrt(b.Sum(static x => x * x));
        return Math.Min(1 - 1e-16, ab / norms);
    }

    public static double[]? Parse(string? text)
    {
        double[]? values = text?.Trim('[', ']').Split(',').Select(static t => (double)float.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return values is null || values.All(static x => x == 0) ? null : values;
    }

    /// <summary>The similarity of each row to the most similar row before it in an order; null for the first and for rows without a direction.</summary>
    public List<double> MostBefore(IReadOnlyList<int> order)
    {
        var most = new List<double>();
        var before = new List<double[]>();
        foreach (double[] vector in order.Select(row => _vectors[row]).OfType<double[]>())
        {
            most.Add(before.Count == 0 ? double.NegativeInfinity : before.Max(other => Cosine(vector, other)));
            before.Add(vector);
        }

        return most;
    }

    /// <summary>Rows that leave: in order, each that is alike to one that stays.</summary>
    public HashSet<int> Star(IReadOnlyList<int> order, double threshold, Func<int, int, bool>? meets = null)
    {
        var leaving = new HashSet<int>();
        var leaders = new List<int>();
        foreach (int row in order)
        {
            if (_vectors[row] is not { } vector)
            {
                continue;
            }

            if (leaders.Any(leader => (meets?.Invoke(leader, row) ?? true) && Cosine(_vectors[leader]!, vector) >= threshold))
            {
                leaving.Add(row);
            }
            else
            {
                leaders.Add(row);
            }
        }

        return leaving;
    }

    /// <summary>Rows that leave when alike rows are joined and the first of a set in the order stays.</summary>
    public HashSet<int> Transitive(IReadOnlyList<int> order, double threshold)
    {
        var set = new Dictionary<int, int>();
        foreach (int row in order.Where(r => _vectors[r] is not null))
        {
            int[] near = [.. set.Keys.Where(other => Cosine(_vectors[other]!, _vectors[row]!) >= threshold).Select(other => set[other]).Distinct()];
            set[row] = row;
            foreach (int member in set.Keys.Where(m => near.Contains(set[m])).ToArray())
            {
                set[member] = row;
            }
        }

        return [.. set.GroupBy(static s => s.Value).SelectMany(g => g.Select(static s => s.Key).OrderBy(r => order.ToList().IndexOf(r)).Skip(1))];
    }

    /// <summary>The most similar row of another dataset, of equal ones the first, and how similar; -1 for none.</summary>
    public (int Row, double Similarity) Match(int row, SemanticModel other)
    {
        (int best, double most) = (-1, double.NegativeInfinity);
        for (int i = 0; _vectors[row] is not null && i < other._vectors.Count; i++)
        {
            if (other._vectors[i] is { } there && Cosine(_vectors[row]!, there) is var similarity && similarity > most)
            {
                (best, most) = (i, similarity);
            }
        }

        return (best, most);
    }
}
