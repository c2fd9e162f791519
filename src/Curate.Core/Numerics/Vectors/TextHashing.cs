using System.Buffers;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Methods;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// Vectors of texts without a model: n-grams of words and of characters are hashed to columns with a sign (Weinberger et al. 2009), weighted by
/// ln((1 + texts) / (1 + texts with the column)) + 1, and every row is brought to length 1. A first pass counts (<see cref="Add"/>), a second fills
/// (<see cref="Fill(RecordBatch, double[], VectorStore, int)"/>).
/// </summary>
/// <remarks>
/// O(bytes x n-gram lengths). 12 bytes a column for the counts; a store of 4 x columns bytes a row. Words are runs of letters and digits in lower case;
/// characters are Unicode
/// scalars of the lower-case text, with one space on either side of every word. An empty text is a zero vector.
/// </remarks>
public sealed class TextHashing : ISummary<TextHashing>
{
    private readonly TextHashingOptions _options;
    private readonly int _column;
    private readonly long[] _texts;
    private readonly int[] _seenIn;
    private readonly float[] _values;
    private readonly List<int> _starts = [];
    private byte[] _utf8 = new byte[1024];
    private int _stamp;

    /// <param name="column">Position of the text column in the batch.</param>
    /// <param name="options">Columns and n-grams.</param>
    public TextHashing(int column, TextHashingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Columns, 1);
        _column = column;
        _options = options;
        _texts = new long[options.Columns];
        _seenIn = new int[options.Columns];
        _values = new float[options.Columns];
    }

    /// <summary>Texts counted.</summary>
    public long Rows { get; private set; }

    /// <inheritdoc/>
    public void Add(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            if (++_stamp == int.MaxValue)
            {
                Array.Clear(_seenIn);
                _stamp = 1;
            }

            Walk(batch.Text(_column)[row], weights: null);
        }

        Rows += batch.Count;
    }

    /// <inheritdoc/>
    public void Merge(TextHashing later)
    {
        for (int c = 0; c < _texts.Length; c++)
        {
            _texts[c] += later._texts[c];
        }

        Rows += later.Rows;
    }

    /// <summary>The weight of every column, once all texts are counted.</summary>
    public double[] Weights()
    {
        var weights = new double[_texts.Length];
        for (int c = 0; c < weights.Length; c++)
        {
            weights[c] = PortableMath.Log((1.0 + Rows) / (1.0 + _texts[c])) + 1;
        }

        return weights;
    }

    /// <summary>Writes the vectors of a batch's texts to consecutive rows of a store.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="weights">What <see cref="Weights"/> gave.</param>
    /// <param name="store">A store with as many numbers as there are columns.</param>
    /// <param name="first">The first row to write.</param>
    public void Fill(RecordBatch batch, double[] weights, VectorStore store, int first)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            Fill(batch.Text(_column)[row], weights, store[first + row]);
        }
    }

    /// <summary>Writes the vector of one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="weights">What <see cref="Weights"/> gave.</param>
    /// <param name="to">As long as there are columns.</param>
    public void Fill(ReadOnlySpan<byte> text, double[] weights, Span<float> to)
    {
        Array.Clear(_values);
        Walk(text, weights);
        _values.CopyTo(to);
        double norm = Math.Sqrt(Kernels.PairSums.Norm(to));
        for (int c = 0; c < to.Length && norm > 0; c++)
        {
            to[c] = (float)(to[c] / norm);
        }
    }

    /// <summary>A text in lower case with one space around every word; valid until the next text.</summary>
    internal ReadOnlySpan<byte> WordsOf(ReadOnlySpan<byte> text) => _utf8.AsSpan(0, Normalise(text));

    /// <summary>Counts or weighs every n-gram of a text.</summary>
    private void Walk(ReadOnlySpan<byte> text, double[]? weights)
    {
        int length = Normalise(text);
        ReadOnlySpan<byte> normal = _utf8.AsSpan(0, length);
        if (_options.LargestWords > 0)
        {
            WalkWords(normal, weights);
        }

        if (_options.LargestCharacters > 0)
        {
            WalkCharacters(normal, weights);
        }
    }

    /// <summary>" word word ": lower case, one space around every word.</summary>
    private int Normalise(ReadOnlySpan<byte> text)
    {
        if (_utf8.Length < (text.Length * 3) + 2)
        {
            _utf8 = new byte[(text.Length * 4) + 2];
        }

        int length = 0;
        _utf8[length++] = (byte)' ';
        while (!text.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int used);
            text = text[used..];
            if (status == OperationStatus.Done && Rune.IsLetterOrDigit(rune))
            {
                length += Rune.ToLowerInvariant(rune).EncodeToUtf8(_utf8.AsSpan(length));
            }
            else if (_utf8[length - 1] != ' ')
            {
                _utf8[length++] = (byte)' ';
            }
        }

        if (_utf8[length - 1] != ' ')
        {
            _utf8[length++] = (byte)' ';
        }

        return length;
    }

    private void WalkWords(ReadOnlySpan<byte> normal, double[]? weights)
    {
        _starts.Clear();
        for (int i = 0; i < normal.Length; i++)
        {
            if (normal[i] == ' ')
            {
                _starts.Add(i + 1);
            }
        }

        for (int first = 0; first + 1 < _starts.Count; first++)
        {
            for (int words = _options.SmallestWords; words <= _options.LargestWords && first + words < _starts.Count; words++)
            {
                Count(normal[_starts[first]..(_starts[first + words] - 1)], 1, weights);
            }
        }
    }

    private void WalkCharacters(ReadOnlySpan<byte> normal, double[]? weights)
    {
        _starts.Clear();
        for (int i = 0; i < normal.Length; i++)
        {
            // Bytes 10xxxxxx continue a character.
            if ((normal[i] & 0xC0) != 0x80)
            {
                _starts.Add(i);
            }
        }

        _starts.Add(normal.Length);
        for (int first = 0; first < _starts.Count; first++)
        {
            for (int n = _options.SmallestCharacters; n <= _options.LargestCharacters && first + n < _starts.Count; n++)
            {
                Count(normal[_starts[first].._starts[first + n]], 2, weights);
            }
        }
    }

    private void Count(ReadOnlySpan<byte> gram, ulong kind, double[]? weights)
    {
        Hash128 hash = Hash128.Of(gram, kind);
        int column = (int)Math.BigMul(hash.Low, (ulong)_values.Length, out _);
        if (weights is not null)
        {
            _values[column] += (float)((hash.High & 1) == 0 ? weights[column] : -weights[column]);
        }
        else if (_seenIn[column] != _stamp)
        {
            _seenIn[column] = _stamp;
            _texts[column]++;
        }
    }
}
