using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>
/// Rows of several sources of one layout in a computed order, as one source: the generator form of a plan. Holds one batch a source and
/// nothing a row. Rows are numbered by their place in the result.
/// </summary>
public sealed class InterleavedSource : IRecordSource
{
    private readonly IReadOnlyList<IRecordSource> _sources;
    private readonly Func<IInterleaving> _order;
    private readonly long _rows;

    /// <param name="sources">The sources; they have one schema and one layout, and the view does not own them.</param>
    /// <param name="order">A new walk through the order.</param>
    /// <exception cref="ArgumentException">Layouts or added columns differ.</exception>
    public InterleavedSource(IReadOnlyList<IRecordSource> sources, Func<IInterleaving> order)
    {
        _sources = sources;
        _order = order;
        _rows = order().Rows;
        if (sources.Any(s => !Equals(s.Layout, sources[0].Layout) || !s.Added.SequenceEqual(sources[0].Added)))
        {
            throw new ArgumentException("Sources that are interleaved have one layout; conform them first.", nameof(sources));
        }
    }

    public string Name => string.Join(", ", _sources.Select(static s => s.Name));

    public TableSchema Schema => _sources[0].Schema;

    public IReadOnlyList<Field> Added => _sources[0].Added;

    public long? RowCount => _rows;

    public long? SizeBytes => _sources.All(static s => s.SizeBytes is not null) ? _sources.Sum(static s => s.SizeBytes) : null;

    public bool CanReopen => _sources.All(static s => s.CanReopen);

    public PayloadLayout? Layout => _sources[0].Layout;

    public ColumnKind RawKind => _sources[0].RawKind;

    public bool HasColumn(string column) => _sources.Any(s => s.HasColumn(column));

    public IRecordReader Open(ReadRequest request) => new Reader(this, request);

    public void Dispose()
    {
    }

    private sealed class Reader : IRecordReader
    {
        private readonly InterleavedSource _view;
        private readonly ReadRequest _request;
        private readonly ReadRequest _inner;
        private readonly RowAssembler _assembler;
        private readonly IInterleaving _order;
        private readonly Part[] _parts;
        private long _row;
        private long _finishedBytes;

        public Reader(InterleavedSource view, ReadRequest request)
        {
            _view = view;
            _request = request;
            _assembler = new RowAssembler(request, view._sources[0], [], [], out _inner, out _);
            _order = view._order();
            _order.Restart();
            _parts = new Part[view._sources.Count];
        }

        public long BytesRead
        {
            get
            {
                long bytes = _finishedBytes;
                foreach (Part part in _parts)
                {
                    bytes += part.Reader?.BytesRead ?? 0;
                }

                return bytes;
            }
        }

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            _assembler.Begin(batch);
            batch.Source = 0;
            batch.FirstRow = Math.Max(_row, _request.FromRow);
            long end = Math.Min(_view._rows, _request.ToRow);
            while (_row < end && batch.Count < batch.Capacity && !(batch.Payload?.Bytes >= RecordBatch.TargetBytes))
            {
                int source = _order.Next();
                ref Part part = ref _parts[source];
                Advance(ref part, _view._sources[source], batch.Capacity, ct);
                if (_row++ >= _request.FromRow)
                {
                    _assembler.Append(batch, part.Batch!, part.At, [], 0, default);
                }

                part.At++;
            }

            return batch.Count > 0;
        }

        public void Dispose()
        {
            foreach (Part part in _parts)
            {
                part.Reader?.Dispose();
            }
        }

        /// <summary>Makes the part stand on a row: the next of its batch, of its source, or the first again.</summary>
        private void Advance(ref Part part, IRecordSource source, int capacity, CancellationToken ct)
        {
            if (part.Batch is not null && part.At < part.Batch.Count)
            {
                return;
            }

            part.Batch ??= new RecordBatch(capacity);
            part.Reader ??= source.Open(_inner);
            part.At = 0;
            if (part.Reader.Read(part.Batch, ct))
            {
                return;
            }

            _finishedBytes += part.Reader.BytesRead;
            part.Reader.Dispose();
            part.Reader = source.Open(_inner);
            if (!part.Reader.Read(part.Batch, ct))
            {
                throw new InvalidOperationException($"The order asks for a row of {source.Name}, which has none.");
            }
        }

        private struct Part
        {
            public IRecordReader? Reader;
            public RecordBatch? Batch;
            public int At;
        }
    }
}
