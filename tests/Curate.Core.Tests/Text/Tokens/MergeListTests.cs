using System.Diagnostics;
using System.Text;
using Curate.Core.Text.Tokens;
using Curate.Core.Text.Tokens.Models;
using Curate.TestKit;

namespace Curate.Core.Tests.Text.Tokens;

public sealed class MergeListTests
{
    [Theory]
    [InlineData("ab", 1)]
    [InlineData("abc", 1)] // the whole piece is an entry
    [InlineData("bca", 2)] // bc a
    [InlineData("abcab", 2)] // ab c ab, then abc ab, since abc has a lower rank than cab
    [InlineData("bcab", 2)] // b c ab, since ab goes first, then b cab
    [InlineData("xyz", 3)]
    public void Lowest_rank_goes_first(string piece, int tokens)
    {
        var vocabulary = new ByteTable();
        for (int b = 0; b < 256; b++)
        {
            vocabulary.Add([(byte)b], b);
        }

        string[] more = ["ab", "bc", "abc", "cab"];
        for (int i = 0; i < more.Length; i++)
        {
            vocabulary.Add(Encoding.UTF8.GetBytes(more[i]), 256 + i);
        }

        Assert.Equal(tokens, new RankedBytes(vocabulary).NewCounter().Count(Encoding.UTF8.GetBytes(piece)));
    }

    [Fact]
    public void Random_vocabularies_and_pieces_count_as_the_quadratic_algorithm_does() => Seeds.Each(6, static seed =>
    {
        var random = new Random((int)seed);
        var vocabulary = new ByteTable();
        var ranks = new Dictionary<string, int>();
        for (int b = 0; b < 256; b++)
        {
            vocabulary.Add([(byte)b], b);
            ranks[((char)b).ToString()] = b;
        }

        for (int i = 0; i < 60; i++)
        {
            // Ranks in no order of length, so that merges leave parts that no token spells.
            string token = Word(random, 2 + random.Next(4));
            int rank = 256 + (int)((i * 7919L) % 10007);
            if (ranks.TryAdd(token, rank))
            {
                vocabulary.Add(Encoding.Latin1.GetBytes(token), rank);
            }
        }

        PieceCounter counter = new RankedBytes(vocabulary).NewCounter();
        foreach (int length in (int[])[1, 2, 3, 7, 20, 47, 48, 49, 50, 200, 700])
        {
            for (int n = 0; n < 20; n++)
            {
                string piece = Word(random, length);
                Assert.Equal(Naive(piece, ranks), counter.Count(Encoding.Latin1.GetBytes(piece)));
            }
        }
    });

    [Fact]
    public void A_word_of_a_million_letters_takes_no_quadratic_time()
    {
        var vocabulary = new ByteTable();
        for (int b = 0; b < 256; b++)
        {
            vocabulary.Add([(byte)b], b);
        }

        vocabulary.Add("aa"u8, 256);
        vocabulary.Add("aaaa"u8, 257);
        byte[] piece = new byte[1_000_001];
        Array.Fill(piece, (byte)'a');
        long started = Stopwatch.GetTimestamp();
        Assert.Equal(250_001, new RankedBytes(vocabulary).NewCounter().Count(piece));

        // Quadratic time would be a quarter of an hour.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
    }

    private static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(3))));

    private static int Naive(string piece, Dictionary<string, int> ranks)
    {
        if (ranks.ContainsKey(piece))
        {
            return 1;
        }

        List<string> parts = [.. piece.Select(static c => c.ToString())];
        while (true)
        {
            int best = -1;
            for (int i = 0; i + 1 < parts.Count; i++)
            {
                if (ranks.TryGetValue(parts[i] + parts[i + 1], out int rank) && (best < 0 || rank < ranks[parts[best] + parts[best + 1]]))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                return parts.Count;
            }

            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }
    }
}
