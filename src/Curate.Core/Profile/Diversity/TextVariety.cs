using Curate.Core.Hashing;
using Curate.Core.Numerics;

namespace Curate.Core.Profile.Diversity;

/// <summary>How varied texts are: different runs of tokens, how well they compress, the entropy of their tokens. Tokens are what white space separates.</summary>
internal static class TextVariety
{
    private const int MostGram = 3;

    /// <summary>Different runs of 1, 2 and 3 tokens by all such runs (Li et al. 2016, distinct-n); null where there is none. Runs end with their text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="entropy">The entropy of the tokens in nats, or null where there is none.</param>
    public static double?[] DistinctGrams(IReadOnlyList<byte[]> texts, out double? entropy)
    {
        var seen = new HashSet<ulong>[MostGram];
        var all = new long[MostGram];
        for (int n = 0; n < MostGram; n++)
        {
            seen[n] = [];
        }

        var counts = new SortedDictionary<ulong, long>();
        var tokens = new List<ulong>();
        foreach (byte[] text in texts)
        {
            tokens.Clear();
            AddTokens(text, tokens);
            foreach (ulong token in tokens)
            {
                counts[token] = counts.GetValueOrDefault(token) + 1;
            }

            for (int at = 0; at < tokens.Count; at++)
            {
                ulong gram = 0;
                for (int n = 0; n < MostGram && at + n < tokens.Count; n++)
                {
                    gram = Hash64.Of(gram ^ tokens[at + n]) + (ulong)n;
                    all[n]++;
                    seen[n].Add(gram);
                }
            }
        }

        entropy = all[0] == 0 ? null : Entropy(counts.Values, all[0]);
        return [.. all.Select((count, n) => count == 0 ? (double?)null : (double)seen[n].Count / count)];
    }

    /// <summary>The entropy of counts in nats.</summary>
    public static double Entropy(IEnumerable<long> counts, long all)
    {
        double entropy = 0;
        foreach (long count in counts)
        {
            double share = (double)count / all;
            entropy -= share > 0 ? share * PortableMath.Log(share) : 0;
        }

        return entropy;
    }

    private static void AddTokens(ReadOnlySpan<byte> text, List<ulong> tokens)
    {
        int start = -1;
        for (int at = 0; at <= text.Length; at++)
        {
            bool space = at == text.Length || text[at] == ' ' || (text[at] >= 9 && text[at] <= 13);
            if (!space && start < 0)
            {
                start = at;
            }
            else if (space && start >= 0)
            {
                tokens.Add(Hash64.Of(text[start..at]));
                start = -1;
            }
        }
    }
}
