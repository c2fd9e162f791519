using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Numerics;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>What the second pass keeps of a batch: for each candidate the values that pairs are measured by.</summary>
internal sealed class FeaturePart
{
    private readonly NearSetup _setup;
    private readonly ShingleReader _reader;
    private readonly ITextSketch _sketch;
    private readonly ulong[] _block = new ulong[ShingleReader.Block];
    private readonly List<ulong> _values = [];
    private readonly List<int> _ends = [];

    private FeaturePart(NearSetup setup)
    {
        _setup = setup;
        _reader = setup.NewReader();
        _sketch = setup.NewSketch();
    }

    /// <summary>Candidates among the rows.</summary>
    public int Count => _ends.Count;

    /// <summary>The values of one of them.</summary>
    public ReadOnlySpan<ulong> this[int candidate]
    {
        get
        {
            int start = candidate == 0 ? 0 : _ends[candidate - 1];
            return CollectionsMarshal.AsSpan(_values)[start.._ends[candidate]];
        }
    }

    public static FeaturePart Of(NearSetup setup, RowNumbers candidates, RecordBatch batch, FeaturePart? spent)
    {
        FeaturePart part = spent ?? new FeaturePart(setup);
        part._values.Clear();
        part._ends.Clear();
        for (int row = 0; row < batch.Count; row++)
        {
            if (candidates.Contains(batch.FirstRow + row))
            {
                part.Read(batch, row);
            }
        }

        return part;
    }

    private void Read(RecordBatch batch, int row)
    {
        int start = _values.Count;
        bool shingles = _setup.Measure.NeedsShingles;
        bool tokens = _setup.Measure.NeedsTokens;
        _reader.Begin();
        _sketch.Clear();
        for (int c = 0; c < _setup.Text.Count; c++)
        {
            ReadOnlySpan<byte> text = batch.Text(c)[row];
            _reader.Open();
            bool more = true;
            while (more)
            {
                int count = _reader.Read(text, _block, out more);
                Take(_block.AsSpan(0, count), shingles, tokens);
            }
        }

        if (_reader.Finish(out _block[0]))
        {
            Take(_block.AsSpan(0, 1), shingles, tokens: false);
        }

        if (shingles)
        {
            Distinct(start);
        }
        else if (!tokens)
        {
            _values.AddRange(_sketch.State);
        }

        _ends.Add(_values.Count);
    }

    private void Take(ReadOnlySpan<ulong> block, bool shingles, bool tokens)
    {
        if (shingles)
        {
            _values.AddRange(block);
        }
        else if (tokens)
        {
            _values.AddRange(_reader.LastTokens);
        }
        else
        {
            _sketch.Add(block);
        }
    }

    /// <summary>Sorts the values from a place on and drops repeats.</summary>
    private void Distinct(int start)
    {
        Span<ulong> values = CollectionsMarshal.AsSpan(_values)[start..];
        ValueSort.Sort(values);
        int kept = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
            {
                values[kept++] = values[i];
            }
        }

        CollectionsMarshal.SetCount(_values, start + kept);
    }
}
