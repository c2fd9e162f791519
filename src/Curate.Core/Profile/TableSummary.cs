using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Profile.Columns;
using Curate.Core.Randomness;
using Curate.Core.Sketches;

namespace Curate.Core.Profile;

/// <summary>thin</summary>
public sealed class TableSummary : ISummary<TableSummary>
{
    private readonly ColumnState[] _columns;
    private readonly ValueBlock _block = new();
    private readonly ulong[] _rowHashes = new ulong[ValueBlock.MostRows];
    private readonly ProfileLimits _limits;
    private readonly SeededDraw _draw;
    private readonly DistinctSample _rows;
    private readonly RowSample _sample;
    private byte[] _room = [];

    public static readonly long[] Ticks = new long[64];

    public TableSummary(IReadOnlyList<Field> fields, ColumnKind rawKind, ProfileOptions options, ulong seed)
    {
        _limits = ProfileLimits.Of(fields.Count, options.Sample);
        _columns = [.. fields.Select(f => new ColumnState(f, rawKind, _limits))];
        _draw = new SeededDraw(seed, "profile sample");
        _rows = new DistinctSample(ProfileLimits.RowHashes);
        _sample = new RowSample(_limits.SampleRows, ProfileLimits.MostSampleBytes);
    }

    public void Add(RecordBatch batch)
    {
        for (int from = 0; from < batch.Count; from += ValueBlock.MostRows)
        {
            int to = Math.Min(batch.Count, from + ValueBlock.MostRows);
            Span<ulong> hashes = _rowHashes.AsSpan(0, to - from);
            hashes.Clear();
            for (int c = 0; c < _columns.Length; c++)
            {
                long t = System.Diagnostics.Stopwatch.GetTimestamp();
                _block.Fill(batch[c], from, to, hashes);
                long u = System.Diagnostics.Stopwatch.GetTimestamp();
                _columns[c].Add(_block, to - from);
                Interlocked.Add(ref Ticks[c], System.Diagnostics.Stopwatch.GetTimestamp() - u);
                Interlocked.Add(ref Ticks[32 + c], u - t);
            }

            long s = System.Diagnostics.Stopwatch.GetTimestamp();
            foreach (ulong h in hashes)
            {
                _rows.Add(Hashing.Hash64.Of(h), 1);
            }

            for (int row = from; row < to; row++)
            {
                RowId id = batch.Id(row);
                ulong draw = _draw.Bits(id);
                if (draw <= _sample.MostDraw && _sample.Wants(draw, id))
                {
                    int used = 0;
                    for (int c = 0; c < _columns.Length; c++)
                    {
                        ValueBlock.Append(batch[c], row, ref _room, ref used);
                    }

                    _sample.Add(draw, id, _room[..used]);
                }
            }

            Interlocked.Add(ref Ticks[20], System.Diagnostics.Stopwatch.GetTimestamp() - s);
        }
    }

    public void Merge(TableSummary later)
    {
        for (int c = 0; c < _columns.Length; c++)
        {
            _columns[c].Merge(later._columns[c]);
        }

        _rows.Merge(later._rows);
        _sample.Merge(later._sample);
    }
}
