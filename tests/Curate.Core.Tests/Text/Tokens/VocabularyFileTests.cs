using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Text.Tokens;
using Curate.Core.Text.Tokens.Files;
using Curate.Core.Text.Tokens.Normalising;

namespace Curate.Core.Tests.Text.Tokens;

public sealed class VocabularyFileTests
{
    private const string Bert = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nworld\n##s\ncafe\n!\n\u211D\n";

    [Theory]
    [InlineData("", 0)]
    [InlineData("hello hello", 7)] // the second piece is " hello", which is no entry, and no two of its bytes merge
    [InlineData("hellohello", 10)]
    public void A_piece_that_is_an_entry_is_one_token(string text, int tokens) =>
        Assert.Equal(tokens, TokenFiles.Count(TokenFiles.Tiktoken("hello"), text, "cl100k_base.tiktoken"));

    [Fact]
    public void Bytes_that_are_no_text_count_as_replacement_characters()
    {
        Tokenizer tokenizer = TokenFiles.Read(TokenFiles.Tiktoken(), "gpt2.tiktoken");
        Assert.Equal(5, new TokenCounter(tokenizer).Count([(byte)'a', 0xFF, (byte)'b']));
    }

    [Theory]
    [InlineData("my.tiktoken", null, "--tokenizer-pattern")]
    [InlineData("tokenizer.json", "cl100k", "is for .tiktoken files")]
    public void The_pattern_is_known_or_asked_for(string name, string? pattern, string says)
    {
        string content = name.EndsWith("json", StringComparison.Ordinal) ? "{}" : TokenFiles.Tiktoken();
        CurateException refused = Assert.Throws<CurateException>(() => TokenFiles.Read(content, name, pattern));
        Assert.Equal(ErrorCodes.Usage, refused.Code);
        Assert.Contains(says, refused.Message + refused.Hint, StringComparison.Ordinal);
        Assert.Equal("o200k", TokenFiles.Read(TokenFiles.Tiktoken(), "my.tiktoken", "o200k").Pattern);
    }

    [Theory]
    [InlineData("IQ==", "line 257")]
    [InlineData("IQ== x", "line 257")]
    [InlineData("IQ== -1", "line 257")]
    [InlineData("I!== 300", "line 257")]
    [InlineData("YWI= 5", "rank 5 is given twice")]
    [InlineData("IQ== 300", "there twice")]
    public void A_damaged_line_is_named(string line, string says)
    {
        CurateException refused = Assert.Throws<CurateException>(() => TokenFiles.Read(TokenFiles.Tiktoken() + line + "\n", "gpt2.tiktoken"));
        Assert.Equal(ErrorCodes.BadVocabulary, refused.Code);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_lacks_bytes() =>
        Assert.Contains("byte 100", Assert.Throws<CurateException>(() => TokenFiles.Read(string.Join('\n', TokenFiles.Tiktoken().Split('\n')[..100]), "gpt2.tiktoken")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Hello WORLDs!", 4)] // hello world ##s !
    [InlineData("caf\u00E9 \u211D", 2)] // the accent goes; the double-struck R has no lower case
    [InlineData("cafes hello[MASK]", 4)] // cafe ##s hello [MASK]
    [InlineData("hello\u6211world", 3)]
    public void A_vocabulary_without_upper_case_is_uncased(string text, int tokens)
    {
        Assert.Equal(tokens, TokenFiles.Count(Bert, text, "vocab.txt"));
        Assert.Contains("lower-cased", TokenFiles.Read(Bert, "vocab.txt").Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_with_upper_case_is_cased()
    {
        Tokenizer tokenizer = TokenFiles.Read(Bert + "Hello\n", "vocab.txt");
        Assert.Contains("upper case is kept", tokenizer.Notes[0], StringComparison.Ordinal);
        Assert.Equal(1, new TokenCounter(tokenizer).Count("WORLDs"u8));
        Assert.Equal(2, new TokenCounter(tokenizer).Count("worlds"u8));
    }

    [Theory]
    [InlineData("a\nb\n", "[UNK]")]
    [InlineData("[UNK]\na\na\n", "line 3")]
    public void A_file_that_is_no_vocabulary_is_told(string content, string says) =>
        Assert.Contains(says, Assert.Throws<CurateException>(() => TokenFiles.Read(content, "vocab.txt")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-3.25", -3.25)]
    [InlineData("1.5e3", 1500)]
    [InlineData("25e-2", 0.25)]
    [InlineData("1e-400", 0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("123456789012345678901234567890", 1.2345678901234568e29)]
    public void Numbers_are_read_in_two_roundings(string text, double value) => Assert.Equal(value, ReferenceNumber.Read(text), Math.Abs(value) * 1e-15);

    /// <summary>A double array by hand: 'a' maps to "xy", "b\u0301" to the empty text, all else is as it was.</summary>
    [Fact]
    public void A_character_map_replaces_graphemes_and_characters()
    {
        var units = new uint[256];
        uint Unit(byte label, uint offset, bool leaf) => label | (offset << 10) | (leaf ? 0x100u : 0);
        units[0] = Unit(0, 128, false);
        Put(0, 128, "a"u8, 0);
        Put(0, 128, [(byte)'b', 0xCC, 0x81], 3);
        CharacterRules rules = CharacterRules.Of([.. BitConverter.GetBytes(units.Length * 4), .. units.SelectMany(BitConverter.GetBytes), .. "xy\0\0"u8]);
        Assert.Equal("xyb-xy\u00E9", Applied(rules, "ab\u0301b-a\u00E9"));
        Assert.False(rules.Apply("plin"u8, new ByteBuffer()));

        // A grapheme of up to five bytes is replaced by what its shortest known prefix maps to: the accent on a goes with it.
        Assert.Equal("xy", Applied(rules, "a\u0301"));

        void Put(uint node, uint offset, ReadOnlySpan<byte> key, uint value)
        {
            node ^= offset;
            for (int i = 0; i < key.Length; i++)
            {
                // Offsets that keep the few nodes of this map apart.
                uint next = i == key.Length - 1 ? 7u : (uint)(0x40 + i);
                uint at = node ^ key[i];
                units[at] = Unit(key[i], next, i == key.Length - 1);
                node = at ^ next;
                if (i == key.Length - 1)
                {
                    units[node] = 0x80000000 | value;
                }
            }
        }
    }

    private static string Applied(CharacterRules rules, string text)
    {
        var to = new ByteBuffer();
        return rules.Apply(Encoding.UTF8.GetBytes(text), to) ? Encoding.UTF8.GetString(to.Written) : text;
    }
}
