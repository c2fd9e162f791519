using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Sieve streaming (Badanidiyuru, Mirzasoleiman, Karbasi and Krause 2014, algorithm 3): one look at every row, in order. For each guess v = (1 + epsilon)^i of the best
/// value a sieve takes a row that adds at least (v / 2 - f(S)) / (k - |S|); the best sieve wins, with at least 1/2 - epsilon of the best possible. The value is
/// facility location, of a random reservoir of rows instead of all (their section 6). Where the best sieve has room left, greedy fills it.
/// </summary>
/// <remarks>O(n r (d + sieves)) with r rows in the reservoir, and 8 r + 4 k bytes for each of about ln(2 k) / epsilon sieves.</remarks>
internal static class SieveStreaming
{
    public static MethodEntry Entry { get; } = DiverseSpecs.Entry("sieve-streaming", "Picks covering rows with one look at each, in order, by thresholds on what a row adds.",
        new DiverseOptions(), Pick,
        [
            FacilityLocation.Similarity,
            DiverseSpecs.Bandwidth,
            OptionSpec<DiverseOptions>.Number("epsilon", "Step between thresholds: the value is at least 1/2 - epsilon of the best.", (o, v) => o with { Epsilon = v }, 0.1, min: 0, max: 0.5, aboveMin: true),
            OptionSpec<DiverseOptions>.Whole("reservoir", "Random rows that coverage is measured on.", (o, v) => o with { Reservoir = (int)v }, 1000, min: 1, max: 1_000_000),
        ],
        MethodTraits.OrderSensitive | MethodTraits.Random, "12 bytes a row; 8 reservoir + 4 picks bytes for each of about ln(2 picks) / epsilon sieves", "A. Badanidiyuru et al. 2014",
        "curate select wine.csv --method sieve-streaming --scale standard --label class --rows 20 -o streamed.csv", example: static (_, o) => o with { Epsilon = 0.3, Reservoir = 7 }, sized: false);

    public static Picks Pick(Pool pool, DiverseOptions options)
    {
        var picks = new Picks();
        int n = pool.Rows.Count;
        if (pool.Count == 0)
        {
            return picks;
        }

        var similarities = new Similarities(pool.Rows, options.Similarity, options.Bandwidth, pool.Run);
        int[] reservoir = Reservoir(n, options.Reservoir, pool.Draw);
        var like = new double[reservoir.Length];
        var covered = new double[reservoir.Length];
        var taken = new bool[n];
        foreach (int row in pool.Must)
        {
            Like(similarities, reservoir, row, like);
            picks.Add(row, Gain(covered, like));
            Raise(covered, like);
            taken[row] = true;
        }

        int k = pool.Count - picks.Rows.Count;
        var sieves = new SortedDictionary<int, Sieve>();
        using MemoryLease lease = pool.Run.Memory.Lease(0, "Sieves");
        double most = 0;
        int created = 0;
        for (int row = 0; row < n && k > 0; row++)
        {
            if ((row & 1023) == 0)
            {
                pool.Run.Ct.ThrowIfCancellationRequested();
            }

            if (taken[row])
            {
                continue;
            }

            Like(similarities, reservoir, row, like);
            double alone = Gain(covered, like);
            if (alone > most)
            {
                // Guesses from the largest single value to 2 k times it; lower ones can no longer be right.
                most = alone;
                int low = Exponent(most, options.Epsilon);
                int high = Exponent(2 * k * most, options.Epsilon);
                foreach (int gone in sieves.Keys.Where(i => i < low).ToArray())
                {
                    sieves.Remove(gone);
                }

                for (int i = low; i <= high; i++)
                {
                    if (!sieves.ContainsKey(i))
                    {
                        lease.Grow((8L * covered.Length) + (4L * k), "Sieves");
                        sieves.Add(i, new Sieve((double[])covered.Clone()));
                        created++;
                    }
                }
            }

            foreach ((int i, Sieve sieve) in sieves)
            {
                if (sieve.Rows.Count == k)
                {
                    continue;
                }

                double gain = Gain(sieve.Covered, like);
                double guess = PortableMath.Exp(i * PortableMath.Log(1 + options.Epsilon));
                if (gain > 0 && gain >= ((guess / 2) - sieve.Value) / (k - sieve.Rows.Count))
                {
                    sieve.Rows.Add(row);
                    sieve.Gains.Add(gain);
                    sieve.Value += gain;
                    Raise(sieve.Covered, like);
                }
            }
        }

        Sieve? best = null;
        foreach (Sieve sieve in sieves.Values)
        {
            best = best is null || sieve.Value > best.Value ? sieve : best;
        }

        for (int i = 0; best is not null && i < best.Rows.Count; i++)
        {
            picks.Add(best.Rows[i], best.Gains[i]);
            taken[best.Rows[i]] = true;
        }

        long filled = pool.Count - picks.Rows.Count;
        Fill(pool, similarities, reservoir, best?.Covered ?? covered, taken, picks);
        picks.Figures.Add(("objective", picks.Gains.Sum() * n / reservoir.Length));
        picks.Figures.Add(("reservoir", (long)reservoir.Length));
        picks.Figures.Add(("sieves", (long)created));
        picks.Figures.Add(("filled_greedily", filled));
        DiverseSpecs.AddSimilarity(picks, similarities);
        return picks;
    }

    /// <summary>Greedy over what is left to cover, lazily; of equal rows the first.</summary>
    private static void Fill(Pool pool, Similarities similarities, int[] reservoir, double[] covered, bool[] taken, Picks picks)
    {
        if (picks.Rows.Count == pool.Count)
        {
            return;
        }

        var like = new double[reservoir.Length];
        var queue = new BoundQueue(taken.Length);
        var fresh = new int[taken.Length];
        for (int row = 0; row < taken.Length; row++)
        {
            if (!taken[row])
            {
                queue.Add(row, double.PositiveInfinity);
                fresh[row] = -1;
            }
        }

        while (picks.Rows.Count < pool.Count)
        {
            (int row, double bound) = queue.First;
            queue.Take();
            Like(similarities, reservoir, row, like);
            if (fresh[row] == picks.Rows.Count)
            {
                picks.Add(row, bound);
                Raise(covered, like);
                continue;
            }

            fresh[row] = picks.Rows.Count;
            queue.Add(row, Gain(covered, like));
        }
    }

    private static int[] Reservoir(int rows, int size, SeededDraw draw)
    {
        var sample = new BottomK(Math.Min(rows, size));
        SeededDraw own = draw.For("reservoir"u8);
        for (int row = 0; row < rows; row++)
        {
            sample.Add(own.Bits(0, row), new Data.RowId(0, row));
        }

        int[] chosen = [.. sample.ToSorted().Select(static r => (int)r.Row.Row)];
        Array.Sort(chosen);
        return chosen;
    }

    private static void Like(Similarities similarities, int[] reservoir, int row, double[] to)
    {
        for (int r = 0; r < reservoir.Length; r++)
        {
            to[r] = similarities.Of(reservoir[r], row);
        }
    }

    private static double Gain(double[] covered, double[] like)
    {
        double gain = 0;
        for (int r = 0; r < covered.Length; r++)
        {
            gain += Math.Max(0, like[r] - covered[r]);
        }

        return gain;
    }

    private static void Raise(double[] covered, double[] like)
    {
        for (int r = 0; r < covered.Length; r++)
        {
            covered[r] = Math.Max(covered[r], like[r]);
        }
    }

    /// <summary>The least i with (1 + epsilon)^i at or above a value.</summary>
    private static int Exponent(double value, double epsilon) => (int)Math.Ceiling(PortableMath.Log(value) / PortableMath.Log(1 + epsilon));

    private sealed class Sieve(double[] covered)
    {
        public double[] Covered { get; } = covered;

        public double Value { get; set; }

        public List<int> Rows { get; } = [];

        public List<double> Gains { get; } = [];
    }
}
