using System.Text;
using Curate.Core.Hashing;
using Curate.Core.Tests.Dedupe.Near;
using Curate.Core.Text;
using Curate.TestKit;

namespace Curate.Core.Tests.Text;

public sealed class ShingleReaderTests
{
    /// <summary>All shingles of a row.</summary>
    internal static List<ulong> All(ShingleReader reader, params byte[][] texts)
    {
        var all = new List<ulong>();
        ulong[] block = new ulong[ShingleReader.Block];
        reader.Begin();
        foreach (byte[] text in texts)
        {
            reader.Open();
            bool more = true;
            while (more)
            {
                all.AddRange(block[..reader.Read(text, block, out more)]);
            }
        }

        if (reader.Finish(out ulong whole))
        {
            all.Add(whole);
        }

        return all;
    }

    private static string Folded(string text, TextFolding folding = TextFolding.All, ShingleUnit unit = ShingleUnit.Auto)
    {
        var tokens = new List<string>();
        var reader = new ShingleReader(folding, unit, 1);
        ulong[] block = new ulong[ShingleReader.Block];
        reader.Begin(tokens);
        reader.Open();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        bool more = true;
        while (more)
        {
            reader.Read(bytes, block, out more);
        }

        return string.Join('|', tokens);
    }

    [Theory]
    [InlineData("Hello,  World!\t\n", "hello|world")]
    [InlineData("don't e-mail", "don|t|e|mail")]
    [InlineData("v1.23 b456c", "v0|0|b0c")]
    [InlineData("Crème Brûlée naïve ÅNGSTRÖM", "creme|brulee|naive|angstrom")]
    [InlineData("cafe\u0301 caf\u00e9", "cafe|cafe")]
    [InlineData("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ|σισυφοσ")]
    [InlineData("Straße", "straße")]
    [InlineData("so\u00adft\u200bly", "softly")]
    [InlineData("日本語 text です。", "日|本|語|text|て|す")]
    [InlineData("ภาษาไทย", "ภ|า|ษ|า|ไ|ท|ย")]
    [InlineData("हिन्दी में", "हिन्दी|में")]
    [InlineData("a\u00a0b\u3000c", "a|b|c")]
    [InlineData("good 😀😀 day", "good|😀|😀|day")]
    [InlineData("한국어 문장", "한국어|문장")]
    [InlineData("... --- !!!", "")]
    [InlineData("٣٤ ४५", "0|0")]
    public void Read_all_foldings_give_the_words(string text, string words) => Assert.Equal(words, Folded(text));

    [Theory]
    [InlineData(TextFolding.None, "Été 12-34!", "Été|12-34!")]
    [InlineData(TextFolding.Lower, "Été 12-34!", "été|12-34!")]
    [InlineData(TextFolding.Numbers, "Été 12-34!", "Été|0-0!")]
    [InlineData(TextFolding.Punctuation, "Été 12-34!", "Été|12|34")]
    [InlineData(TextFolding.Accents, "Été 12-34!", "Ete|12-34!")]
    public void Read_each_folding_does_one_thing(TextFolding folding, string text, string words) => Assert.Equal(words, Folded(text, folding));

    [Fact]
    public void Read_units_differ_in_what_a_token_is()
    {
        Assert.Equal("日本|ab", Folded("日本 ab", unit: ShingleUnit.Words));
        Assert.Equal("日|本|ab", Folded("日本 ab"));
        Assert.Equal("日|本| |a|b", Folded(" 日本 \n ab. ", unit: ShingleUnit.Characters));
    }

    [Fact]
    public void Read_random_texts_give_as_many_equal_shingles_as_strings_do()
    {
        Seeds.Each(6, seed =>
        {
            var random = new SplitMix64(seed);
            var byHash = new Dictionary<ulong, string>();
            var byText = new Dictionary<string, ulong>();
            foreach (PlantedText planted in PlantedCorpus.Pairs(seed, 40))
            {
                int size = random.Between(1, 7);
                string[] words = NaiveTexts.Words(planted.Text);
                List<ulong> shingles = All(new ShingleReader(TextFolding.All, ShingleUnit.Auto, size), Encoding.UTF8.GetBytes(planted.Text));
                bool whole = words.Length < size;
                string[] expected = whole ? ["short " + string.Join(' ', words)] : [.. Enumerable.Range(0, words.Length - size + 1).Select(i => size + " " + string.Join(' ', words[i..(i + size)]))];
                Assert.Equal(expected.Length, shingles.Count);
                for (int i = 0; i < expected.Length; i++)
                {
                    Assert.Equal(expected[i], byHash.TryAdd(shingles[i], expected[i]) ? expected[i] : byHash[shingles[i]]);
                    Assert.Equal(shingles[i], byText.TryAdd(expected[i], shingles[i]) ? shingles[i] : byText[expected[i]]);
                }
            }
        });
    }

    [Fact]
    public void Read_two_texts_equal_one_with_a_space_between()
    {
        foreach (ShingleUnit unit in Enum.GetValues<ShingleUnit>())
        {
            var reader = new ShingleReader(TextFolding.All, unit, 3);
            List<ulong> apart = All(reader, "one two"u8.ToArray(), ""u8.ToArray(), "three four 日本"u8.ToArray());
            Hash128 fingerprint = reader.Fingerprint;
            Assert.Equal(All(reader, "one two  three, four 日本"u8.ToArray()), apart);
            Assert.Equal(reader.Fingerprint, fingerprint);
            Assert.NotEqual(All(reader, "one twothree four 日本"u8.ToArray()), apart);
        }
    }

    [Fact]
    public void Fingerprint_tells_texts_apart_that_share_all_shingles()
    {
        var reader = new ShingleReader(TextFolding.All, ShingleUnit.Auto, 1);
        var seen = new HashSet<Hash128>();
        foreach (string text in (string[])["a b", "b a", "a b a", "a a b", "ab", "a", "", "a b c", "c"])
        {
            All(reader, Encoding.UTF8.GetBytes(text));
            Assert.True(seen.Add(reader.Fingerprint), text);
        }
    }

    [Fact]
    public void Finish_short_texts_are_one_shingle_that_no_long_text_has()
    {
        var two = new ShingleReader(TextFolding.All, ShingleUnit.Auto, 2);
        ulong pair = All(two, "a b"u8.ToArray()).Single();
        var three = new ShingleReader(TextFolding.All, ShingleUnit.Auto, 3);
        Assert.NotEqual(pair, All(three, "a b"u8.ToArray()).Single());
        Assert.Equal(All(three, "A, b!"u8.ToArray()), All(three, "a b"u8.ToArray()));
        Assert.Empty(All(three, " ."u8.ToArray()));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'a' }, 2)]
    [InlineData(new byte[] { (byte)'a', 0xE2, 0x82 }, 1)]
    [InlineData(new byte[] { 0xC0, 0x80, (byte)'b' }, 2)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 3)]
    public void Read_damaged_bytes_are_counted_and_separate_words(byte[] text, int damaged)
    {
        var reader = new ShingleReader(TextFolding.All, ShingleUnit.Auto, 1);
        List<ulong> shingles = All(reader, text);
        Assert.Equal(damaged, reader.Damaged);
        Assert.InRange(shingles.Count, 0, 1);
    }

    [Fact]
    public void Read_words_longer_than_a_piece_are_hashed_whole()
    {
        var reader = new ShingleReader(TextFolding.All, ShingleUnit.Auto, 1);
        var seen = new HashSet<ulong>();
        foreach (int length in new[] { 246, 247, 248, 249, 250, 496, 497, 1000, 100_000 })
        {
            foreach (string word in (string[])[new string('x', length), new string('x', length - 1) + "y", "y" + new string('x', length - 1)])
            {
                Assert.True(seen.Add(All(reader, Encoding.UTF8.GetBytes(word)).Single()), $"{length} {word[0]} {word[^1]}");
            }
        }
    }
}
