using Curate.Core.Dedupe.Substring;
using Curate.TestKit;

namespace Curate.Core.Tests.Dedupe.Substring;

/// <summary>Suffix arrays against suffixes that are simply sorted.</summary>
public sealed class SuffixArrayTests
{
    private static int[] Sorted(int[] text)
    {
        int[] starts = [.. Enumerable.Range(0, text.Length)];
        Array.Sort(starts, (a, b) => text.AsSpan(a).SequenceCompareTo(text.AsSpan(b)));
        return starts;
    }

    private static int[] Made(int[] text, int alphabet)
    {
        int[] into = new int[text.Length];
        SuffixArray.Sort(text, alphabet, into, CancellationToken.None);
        return into;
    }

    [Fact]
    public void Sort_a_known_word_gives_the_published_order()
    {
        // "mississippi" and its end: 11 10 7 4 1 0 9 8 6 3 5 2 (Nong, Zhang and Chan use "mmiissiissiippii").
        int[] text = [.. "mississippi".Select(static c => c - 'a' + 1), 0];
        Assert.Equal([11, 10, 7, 4, 1, 0, 9, 8, 6, 3, 5, 2], Made(text, 27));
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Sort_random_sequences_equals_sorting_suffixes(ulong seed)
    {
        var random = new SplitMix64(seed);
        for (int round = 0; round < 300; round++)
        {
            int alphabet = random.Pick(new[] { 1, 2, 3, 10, 300 });
            int[] text = [.. Enumerable.Range(0, random.Below(200)).Select(_ => 1 + random.Below(alphabet)), 0];
            Assert.True(Sorted(text).SequenceEqual(Made(text, alphabet + 1)), $"seed {seed}, round {round}: {string.Join(' ', text)}");
        }
    }

    [Fact]
    public void Sort_periodic_and_fibonacci_sequences_equals_sorting_suffixes()
    {
        string previous = "a";
        string word = "ab";
        for (int i = 0; i < 11; i++)
        {
            (previous, word) = (word, word + previous);
        }

        foreach (string text in new[] { word, new string('a', 500), string.Concat(Enumerable.Repeat("abcab", 90)) })
        {
            int[] numbers = [.. text.Select(static c => c - 'a' + 1), 0];
            Assert.Equal(Sorted(numbers), Made(numbers, 4));
        }
    }
}
