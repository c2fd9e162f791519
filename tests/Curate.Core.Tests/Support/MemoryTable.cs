using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Core.Tests.Support;

/// <summary>A table of literals as a source. Everything is text; other kinds are parsed when they are asked for.</summary>
internal sealed class MemoryTable(IReadOnlyList<string> names, IReadOnlyList<string?[]> rows) : IRecordSource
{
    private readonly MemoryLayout _layout = new(names);
    private int _opened;

    public IReadOnlyList<string> Names { get; } = names;

    public IReadOnlyList<string?[]> Rows { get; } = rows;

    /// <summary>False for a source that can only deliver columns.</summary>
    public bool HasLayout { get; init; } = true;

    /// <summary>False for a source that does not know its size.</summary>
    public bool KnowsRowCount { get; init; }

    /// <summary>Says that columns lie apart.</summary>
    public bool IsColumnar { get; init; }

    /// <summary>What a row counts for in the bytes read.</summary>
    public long BytesOfRow { get; init; } = 1;

    /// <summary>Called before each read with the number of the first row.</summary>
    public Action<long>? Reading { get; init; }

    /// <summary>Passes so far.</summary>
    public int Opened => _opened;

    public string Name => "memory";

    /// <summary>Columns of no declared kind, unless it is said.</summary>
    public TableSchema Schema { get; init; } = new([.. names.Select(static n => new Field(n, null))]);

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => KnowsRowCount ? Rows.Count : null;

    public long? SizeBytes => null;

    public bool CanReopen { get; init; } = true;

    public PayloadLayout? Layout => HasLayout ? _layout : null;

    public ColumnKind RawKind => ColumnKind.Text;

    public bool HasColumn(string column) => Schema.Contains(column);

    public IRecordReader Open(ReadRequest request)
    {
        if (Interlocked.Increment(ref _opened) > 1 && !CanReopen)
        {
            throw new InvalidOperationException("A source that cannot be reopened was opened twice.");
        }

        return new Reader(this, request);
    }

    public void Dispose()
    {
    }

    private sealed class Reader : IRecordReader
    {
        private readonly MemoryTable _table;
        private readonly ReadRequest _request;
        private readonly int[] _columns;
        private long _row;

        public Reader(MemoryTable table, ReadRequest request)
        {
            _table = table;
            _request = request;
            _row = request.FromRow;
            _columns = new int[request.Columns.Count];
            for (int c = 0; c < _columns.Length; c++)
            {
                _columns[c] = table.Schema.IndexOf(request.Columns[c].Name);
                if (_columns[c] < 0)
                {
                    Fail.With(ErrorCodes.UnknownColumn, $"no column {Fail.Show(request.Columns[c].Name)}");
                }
            }
        }

        public long BytesRead => _row * _table.BytesOfRow;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            _table.Reading?.Invoke(_row);
            batch.Begin(_request, _table.Layout);
            batch.Source = 0;
            batch.FirstRow = _row;
            long end = Math.Min(_table.Rows.Count, _request.ToRow);
            for (; _row < end && batch.Count < batch.Capacity; _row++)
            {
                string?[] row = _table.Rows[(int)_row];
                for (int c = 0; c < _columns.Length; c++)
                {
                    if (row[_columns[c]] is not { } value)
                    {
                        batch[c].AppendNull();
                    }
                    else if (!ValueText.TryAppend(batch[c], Encoding.UTF8.GetBytes(value)))
                    {
                        Fail.With(ErrorCodes.BadValue, $"row {_row}: {Fail.Show(value)} is not {ValueText.NameOf(batch[c].Kind)}");
                    }
                }

                ((RecordBytes?)batch.Payload)?.Append(MemoryLayout.Encode(row));
                batch.Count++;
            }

            return batch.Count > 0;
        }

        public void Dispose()
        {
        }
    }
}
