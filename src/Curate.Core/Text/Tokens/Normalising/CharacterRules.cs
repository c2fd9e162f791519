using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>
/// The compiled character map of SentencePiece: a double-array trie over byte strings and the texts that take their place. As the reference does it, a grapheme of
/// up to five bytes is replaced as a whole by what its shortest known prefix maps to, else its characters are, one by one.
/// </summary>
internal sealed class CharacterRules : ITextNormaliser
{
    private const int MostGraphemeBytes = 5;
    private readonly uint[] _trie;
    private readonly byte[] _texts;
    private readonly bool[] _asciiStays = new bool[128];

    private CharacterRules(uint[] trie, byte[] texts)
    {
        _trie = trie;
        _texts = texts;
        Span<byte> one = stackalloc byte[1];
        for (int c = 0; c < 128; c++)
        {
            one[0] = (byte)c;
            _asciiStays[c] = c != '\r' && !TryMap(one, out _);
        }
    }

    /// <exception cref="FormatException">The bytes are no such map.</exception>
    public static CharacterRules Of(ReadOnlySpan<byte> map)
    {
        if (map.Length < 4)
        {
            throw new FormatException("the character map is shorter than its head");
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(map);
        if (size % 4 != 0 || size == 0 || size > (uint)(map.Length - 4))
        {
            throw new FormatException($"the character map says that its trie has {size.ToString(CultureInfo.InvariantCulture)} bytes, and {(map.Length - 4).ToString(CultureInfo.InvariantCulture)} follow");
        }

        var trie = new uint[size / 4];
        for (int i = 0; i < trie.Length; i++)
        {
            trie[i] = BinaryPrimitives.ReadUInt32LittleEndian(map[(4 + (i * 4))..]);
        }

        byte[] texts = map[(4 + (int)size)..].ToArray();
        if (!Utf8.IsValid(texts))
        {
            throw new FormatException("the texts of the character map are not UTF-8");
        }

        return new CharacterRules(trie, texts);
    }

    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        if (Stays(text))
        {
            return false;
        }

        string characters = Encoding.UTF8.GetString(text);
        int at = 0;
        for (int c = 0; c < characters.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(characters, c);
            int bytes = Encoding.UTF8.GetByteCount(characters, c, length);
            ReadOnlySpan<byte> grapheme = text.Slice(at, bytes);
            if (bytes <= MostGraphemeBytes && TryMap(grapheme, out ReadOnlySpan<byte> whole))
            {
                to.Append(whole);
            }
            else
            {
                for (int part = 0; part < bytes;)
                {
                    ReadOnlySpan<byte> character = grapheme.Slice(part, Utf8Points.Width(grapheme[part]));
                    to.Append(TryMap(character, out ReadOnlySpan<byte> mapped) ? mapped : character);
                    part += character.Length;
                }
            }

            at += bytes;
            c += length;
        }

        return true;
    }

    private bool Stays(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (b >= 128 || !_asciiStays[b])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the shortest entry that a text begins with maps to.</summary>
    /// <remarks>Units of the double array: bit 31 and the low byte are the label, bit 8 says that a value follows, bits 10 and up are the offset, in steps of
    /// 256 where bit 9 is set.</remarks>
    private bool TryMap(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> mapped)
    {
        mapped = default;
        uint node = Offset(_trie[0]);
        foreach (byte b in text)
        {
            if (b == 0)
            {
                return false;
            }

            node ^= b;
            if (node >= _trie.Length || (_trie[node] & 0x800000FF) != b)
            {
                return false;
            }

            uint unit = _trie[node];
            node ^= Offset(unit);
            if ((unit & 0x100) != 0)
            {
                if (node >= _trie.Length)
                {
                    return false;
                }

                int start = (int)(_trie[node] & 0x7FFFFFFF);
                if (start > _texts.Length || (start < _texts.Length && (_texts[start] & 0xC0) == 0x80))
                {
                    return false;
                }

                ReadOnlySpan<byte> rest = _texts.AsSpan(start);
                int end = rest.IndexOf((byte)0);
                mapped = end < 0 ? rest : rest[..end];
                return true;
            }
        }

        return false;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
