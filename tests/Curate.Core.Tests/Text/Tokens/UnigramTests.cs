using System.Text;
using Curate.Core.Text.Tokens;
using Curate.Core.Text.Tokens.Models;
using Curate.TestKit;

namespace Curate.Core.Tests.Text.Tokens;

public sealed class UnigramTests
{
    [Fact]
    public void Random_pieces_have_the_best_of_all_cuts() => Seeds.Each(6, static seed =>
    {
        var random = new Random((int)seed);
        var vocabulary = new ByteTable();
        var scores = new Dictionary<string, double>();
        vocabulary.Add("<unk>"u8, 0);
        List<double> all = [0];
        for (int i = 0; i < 25; i++)
        {
            string token = string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => (char)('a' + random.Next(3))));

            // Fractions of a power of two add without rounding, so no two sums tie by chance of order.
            double score = -random.Next(1, 1 << 20) / 1024.0;
            if (scores.TryAdd(token, score))
            {
                vocabulary.Add(Encoding.UTF8.GetBytes(token), all.Count);
                all.Add(score);
            }
        }

        PieceCounter counter = new Unigram(vocabulary, [.. all], 0, fallsToBytes: false).NewCounter();
        double unknown = all.Min() - 10;
        for (int n = 0; n < 60; n++)
        {
            string piece = string.Concat(Enumerable.Range(0, 1 + random.Next(9)).Select(_ => (char)('a' + random.Next(4))));
            Assert.Equal(Best(piece, scores, unknown), counter.Count(Encoding.UTF8.GetBytes(piece)));
        }
    });

    [Fact]
    public void Unknown_characters_are_one_token_a_run_or_their_bytes()
    {
        var vocabulary = new ByteTable();
        List<double> scores = [0, -1];
        vocabulary.Add("<unk>"u8, 0);
        vocabulary.Add("a"u8, 1);
        for (int b = 0; b < 256; b++)
        {
            vocabulary.Add(Encoding.UTF8.GetBytes($"<0x{b:X2}>"), scores.Count);
            scores.Add(-20);
        }

        byte[] piece = Encoding.UTF8.GetBytes("a\u6211\u00E9a\u00E9");
        Assert.Equal(4, new Unigram(vocabulary, [.. scores], 0, fallsToBytes: false).NewCounter().Count(piece));
        Assert.Equal(9, new Unigram(vocabulary, [.. scores], 0, fallsToBytes: true).NewCounter().Count(piece));
        Assert.Equal(PieceCounter.NoToken, new Unigram(vocabulary, [.. scores], -1, fallsToBytes: false).NewCounter().Count(piece));
    }

    /// <summary>Tries every cut; of runs of unknown characters each is one token.</summary>
    private static int Best(string piece, Dictionary<string, double> scores, double unknown)
    {
        double best = double.NegativeInfinity;
        int tokens = 0;
        for (int cuts = 0; cuts < 1 << (piece.Length - 1); cuts++)
        {
            double score = 0;
            int count = 0;
            bool wasUnknown = false;
            for (int start = 0, end; start < piece.Length; start = end)
            {
                end = start + 1;
                while (end < piece.Length && (cuts >> (end - 1) & 1) == 0)
                {
                    end++;
                }

                bool known = scores.TryGetValue(piece[start..end], out double own);
                score += known ? own : end - start == 1 ? unknown : double.NegativeInfinity;
                count += known || !wasUnknown ? 1 : 0;
                wasUnknown = !known;
            }

            if (score > best)
            {
                best = score;
                tokens = count;
            }
        }

        return tokens;
    }
}
