using System.Runtime.CompilerServices;
using Curate.Core.Methods;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>What a profile keeps of the texts of a column: lengths, bytes, words, ends, texts that mean nothing is there.</summary>
internal sealed class TextState : IMergeable<TextState>
{
    private long[] _nullLike = [];

    /// <summary>Lengths in characters.</summary>
    public SmallCounts Lengths { get; private set; } = new();

    public long Bytes { get; private set; }

    public long Empty { get; private set; }

    public long Padded { get; private set; }

    public long NonAscii { get; private set; }

    public long Words { get; private set; }

    /// <summary>Adds a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0)
        {
            Lengths.Add(0);
            Empty++;
            return;
        }

        TextScan.Count(text, out int characters, out int words);
        Lengths.Add(characters);
        Bytes += text.Length;
        Words += words;
        NonAscii += characters != text.Length ? 1 : 0;
        Padded += TextScan.IsPadded(text) ? 1 : 0;
        CountNullLike(text);
    }

    /// <summary>Adds what a loop gathered about texts, whose lengths and null-like texts it counted itself.</summary>
    public void AddRun(long bytes, long words, long empty, long padded, long nonAscii)
    {
        Bytes += bytes;
        Words += words;
        Empty += empty;
        Padded += padded;
        NonAscii += nonAscii;
    }

    /// <summary>Counts a text that means a missing value, if it is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CountNullLike(ReadOnlySpan<byte> text)
    {
        if (NullLikeTexts.IndexOf(text) is >= 0 and int index)
        {
            Count(index, 1);
        }
    }

    public void Add(ReadOnlySpan<byte> text, long times)
    {
        if (text.Length == 0)
        {
            Lengths.Add(0, times);
            Empty += times;
            return;
        }

        TextScan.Count(text, out int characters, out int words);
        Lengths.Add(characters, times);
        Bytes += text.Length * times;
        Words += words * times;
        NonAscii += characters != text.Length ? times : 0;
        Padded += TextScan.IsPadded(text) ? times : 0;
        if (NullLikeTexts.IndexOf(text) is >= 0 and int index)
        {
            Count(index, times);
        }
    }

    /// <summary>Adds what a loop gathered about plain numbers, whose lengths it put into <see cref="Lengths"/> itself: one word each, ASCII, no padding.</summary>
    public void AddPlain(long values, long bytes)
    {
        Words += values;
        Bytes += bytes;
    }

    /// <summary>Rows with one of the texts that mean a missing value.</summary>
    public long NullLike(int index) => index < _nullLike.Length ? _nullLike[index] : 0;

    /// <inheritdoc/>
    public void Merge(TextState later)
    {
        Lengths.Merge(later.Lengths);
        Bytes += later.Bytes;
        Empty += later.Empty;
        Padded += later.Padded;
        NonAscii += later.NonAscii;
        Words += later.Words;
        for (int i = 0; i < later._nullLike.Length; i++)
        {
            if (later._nullLike[i] > 0)
            {
                Count(i, later._nullLike[i]);
            }
        }
    }

    public void Save(BinaryWriter to)
    {
        Lengths.Save(to);
        to.Write(Bytes);
        to.Write(Empty);
        to.Write(Padded);
        to.Write(NonAscii);
        to.Write(Words);
        to.Write(_nullLike.Length);
        foreach (long count in _nullLike)
        {
            to.Write(count);
        }
    }

    public static TextState Load(BinaryReader from)
    {
        var loaded = new TextState
        {
            Lengths = SmallCounts.Load(from),
            Bytes = StateBytes.Rows(from, "a number of bytes"),
            Empty = StateBytes.Rows(from, "a count of empty texts"),
            Padded = StateBytes.Rows(from, "a count of padded texts"),
            NonAscii = StateBytes.Rows(from, "a count of texts beyond ASCII"),
            Words = StateBytes.Rows(from, "a number of words"),
        };
        int count = StateBytes.Count(from, NullLikeTexts.Count, "the number of null-like texts");
        StateBytes.Demand(count == 0 || count == NullLikeTexts.Count, "the number of null-like texts");
        loaded._nullLike = new long[count];
        for (int i = 0; i < count; i++)
        {
            loaded._nullLike[i] = StateBytes.Rows(from, "a count of null-like texts");
        }

        return loaded;
    }

    private void Count(int index, long times)
    {
        if (_nullLike.Length == 0)
        {
            _nullLike = new long[NullLikeTexts.Count];
        }

        _nullLike[index] += times;
    }
}
