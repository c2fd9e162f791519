using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>
/// Named sources of one schema, one after the other, as one source; rows are numbered over all. The name of a row's source can be asked
/// for as a column that is in no schema, <see cref="SourceColumn"/>, and batches carry its number in <see cref="RecordBatch.Source"/>. The view does not own its parts.
/// </summary>
public sealed class SourcesView : IRecordSource
{
    /// <summary>The name of the source of each row; no file can have a column of this name.</summary>
    public const string SourceColumn = "\0source";

    private readonly long[] _counts;

    /// <param name="names">Names, each once.</param>
    /// <param name="parts">The sources, at least one; they have one schema and one layout.</param>
    /// <exception cref="ArgumentException">Layouts or added columns differ.</exception>
    public SourcesView(IReadOnlyList<string> names, IReadOnlyList<IRecordSource> parts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        Names = names;
        Parts = parts;
        _counts = new long[parts.Count];
        Array.Fill(_counts, -1);
        if (parts.Any(s => !Equals(s.Layout, parts[0].Layout) || !s.Added.SequenceEqual(parts[0].Added)))
        {
            throw new ArgumentException("Sources that are mixed have one layout; conform them first.", nameof(parts));
        }
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<IRecordSource> Parts { get; }

    public string Name => string.Join(", ", Names);

    public TableSchema Schema => Parts[0].Schema;

    public IReadOnlyList<Field> Added => Parts[0].Added;

    public long? RowCount
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < Parts.Count; i++)
            {
                if (KnownCount(i) is not { } rows)
                {
                    return null;
                }

                sum += rows;
            }

            return sum;
        }
    }

    public long? SizeBytes => Parts.All(static s => s.SizeBytes is not null) ? Parts.Sum(static s => s.SizeBytes) : null;

    public bool CanReopen => Parts.All(static s => s.CanReopen);

    public PayloadLayout? Layout => Parts[0].Layout;

    public ColumnKind RawKind => Parts[0].RawKind;

    public bool HasColumn(string column) => column == SourceColumn || Parts.Any(s => s.HasColumn(column));

    public IRecordReader Open(ReadRequest request) => new Reader(this, request);

    /// <summary>The same sources, each behind a view.</summary>
    public SourcesView Each(Func<IRecordSource, IRecordSource> view) => new(Names, [.. Parts.Select(view)]);

    /// <summary>A view over a source: over each of its parts where it has named ones.</summary>
    public static IRecordSource Over(IRecordSource source, Func<IRecordSource, IRecordSource> view) => source is SourcesView parts ? parts.Each(view) : view(source);

    /// <summary>The names of the sources behind a view, or behind a range of its rows; null where there are none.</summary>
    public static IReadOnlyList<string>? NamesOf(IRecordSource source) => source switch
    {
        SourcesView parts => parts.Names,
        LimitedSource range => NamesOf(range.Whole),
        _ => null,
    };

    public void Dispose()
    {
    }

    private long? KnownCount(int part) => Volatile.Read(ref _counts[part]) is >= 0 and var rows ? rows : Parts[part].RowCount;

    private sealed class Reader : IDeferringReader
    {
        private readonly SourcesView _view;
        private readonly ReadRequest _request;
        private readonly ReadRequest _inner;
        private readonly int _names;
        private IRecordReader? _reader;
        private TextColumn? _name;
        private int _part = -1;
        private long _base;
        private long _end;
        private long _bytesBefore;

        public Reader(SourcesView view, ReadRequest request)
        {
            _view = view;
            _request = request;
            _names = -1;
            for (int c = 0; c < request.Columns.Count; c++)
            {
                _names = request.Columns[c].Name == SourceColumn ? c : _names;
            }

            bool isWhole = request is { FromRow: 0, ToRow: long.MaxValue };
            _inner = _names < 0 && isWhole ? request : request with
            {
                Columns = [.. request.Columns.Where(static c => c.Name != SourceColumn)],
                FromRow = 0,
                ToRow = long.MaxValue,
            };
        }

        public long BytesRead => _bytesBefore + (_reader?.BytesRead ?? 0);

        public bool Read(RecordBatch batch, CancellationToken ct) => Next(batch, mayDefer: false, ct);

        public bool ReadDeferred(RecordBatch batch, CancellationToken ct) => Next(batch, mayDefer: true, ct);

        public void Dispose() => _reader?.Dispose();

        private bool Next(RecordBatch batch, bool mayDefer, CancellationToken ct)
        {
            while (true)
            {
                if (_reader is null && !OpenNext(ct))
                {
                    return false;
                }

                if (mayDefer && _reader is IDeferringReader deferring ? deferring.ReadDeferred(batch, ct) : _reader!.Read(batch, ct))
                {
                    _end = batch.FirstRow + batch.Count;
                    batch.FirstRow += _base;
                    batch.Source = _part;
                    Name(batch);
                    return true;
                }

                if (_request.ToRow == long.MaxValue)
                {
                    Volatile.Write(ref _view._counts[_part], _end);
                }

                _bytesBefore += _reader!.BytesRead;
                _reader.Dispose();
                _reader = null;
                _base += _end;
            }
        }

        private bool OpenNext(CancellationToken ct)
        {
            while (++_part < _view.Parts.Count && _base < _request.ToRow)
            {
                long from = Math.Max(0, _request.FromRow - _base);
                if (from > 0 && (_view.KnownCount(_part) ?? Count(ct)) is var rows && from >= rows)
                {
                    _base += rows;
                    continue;
                }

                long to = _request.ToRow == long.MaxValue ? long.MaxValue : _request.ToRow - _base;
                _reader = _view.Parts[_part].Open(from == 0 && to == long.MaxValue ? _inner : _inner with { FromRow = from, ToRow = to });
                _end = from;
                _name = null;
                return true;
            }

            return false;
        }

        private long Count(CancellationToken ct)
        {
            using IRecordReader reader = _view.Parts[_part].Open(ReadRequest.CountOnly);
            var batch = new RecordBatch();
            long rows = 0;
            while (reader.Read(batch, ct))
            {
                rows += batch.Count;
            }

            Volatile.Write(ref _view._counts[_part], rows);
            return rows;
        }

        /// <summary>Shows the column of names among those that were read.</summary>
        private void Name(RecordBatch batch)
        {
            if (_names < 0)
            {
                return;
            }

            // A column handed out is never changed again: batches in flight share it.
            if (_name?.Count != batch.Count)
            {
                _name = new TextColumn();
                byte[] name = Encoding.UTF8.GetBytes(_view.Names[_part]);
                for (int row = 0; row < batch.Count; row++)
                {
                    _name.Append(name);
                }
            }

            var shown = new Column[_request.Columns.Count];
            for (int c = 0, at = 0; c < shown.Length; c++)
            {
                shown[c] = c == _names ? _name : batch[at++];
            }

            batch.Show(shown);
        }
    }
}
