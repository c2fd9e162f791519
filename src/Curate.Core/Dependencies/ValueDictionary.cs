using System.Text;
using Curate.Core.Grouping;
using Curate.Core.Hashing;

namespace Curate.Core.Dependencies;

/// <summary>
/// Numbers the distinct values of a column. Values above <see cref="MostBytes"/> bytes are held as their beginning and a 128-bit hash, so that columns of long texts
/// need no more memory than others; below it they are held whole. A missing value is a value of its own.
/// </summary>
internal sealed class ValueDictionary
{
    /// <summary>Bytes of a key that are kept whole.</summary>
    public const int MostBytes = 64;

    /// <summary>Bytes that each value costs beside its own.</summary>
    public const int BytesPerValue = 48;

    private const int Beginning = 40;
    private const byte Cut = 0xFE;

    private readonly TextIndex _keys = new();
    private readonly byte[] _cut = new byte[1 + Beginning + 16];

    public int Count => _keys.Count;

    /// <summary>Bytes of keys and their table.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of a value, given as a key of one column (<see cref="GroupKey"/>).</summary>
    public int Add(ReadOnlySpan<byte> key)
    {
        int count = _keys.Count;
        if (key.Length > MostBytes)
        {
            Span<byte> cut = _cut;
            Hash128 hash = Hash128.Of(key);
            cut[0] = Cut;
            key[..Beginning].CopyTo(cut[1..]);
            BitConverter.TryWriteBytes(cut[(1 + Beginning)..], hash.High);
            BitConverter.TryWriteBytes(cut[(9 + Beginning)..], hash.Low);
            key = cut;
        }

        int code = _keys.Add(key);
        if (_keys.Count > count)
        {
            Bytes += key.Length + BytesPerValue;
        }

        return code;
    }

    /// <summary>The key as it is held: equal exactly where values are.</summary>
    public ReadOnlySpan<byte> Key(int code) => _keys[code];

    /// <summary>The value is held whole.</summary>
    public bool IsWhole(int code) => _keys[code][0] != Cut;

    public bool IsMissing(int code) => _keys[code].Length == 1 && _keys[code][0] == 0xFF;

    /// <summary>The value, or the beginning of one with an ellipsis; null = missing.</summary>
    public string? Text(int code)
    {
        ReadOnlySpan<byte> key = _keys[code];
        if (key[0] != Cut)
        {
            return GroupKey.Values(key, 1)[0];
        }

        // The digits of the length come first; a character that is cut through is left out.
        ReadOnlySpan<byte> beginning = key.Slice(1, Beginning);
        int at = 0;
        while ((beginning[at++] & 64) != 0)
        {
        }

        ReadOnlySpan<byte> text = beginning[at..];
        int end = text.Length;
        while (end > 0 && (text[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        end = end > 0 && text[end - 1] >= 0xC0 ? end - 1 : text.Length;
        return Encoding.UTF8.GetString(text[..end]) + "...";
    }
}
