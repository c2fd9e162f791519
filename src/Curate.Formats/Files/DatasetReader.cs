using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Reads files of a dataset, from the first to the one before the end, one after the other. A batch never spans two files, so it may hold few rows at a border.</summary>
internal sealed class DatasetReader(DatasetSource dataset, ReadRequest request, int first, int end) : IDeferringReader, IPruningReader
{
    private readonly IReadOnlyList<Field> _addedFields = dataset.Added;

    // The request for files that have every column and are read whole: one object, so that batches keep their storage from file to file.
    private readonly ReadRequest _whole = request.FromRow == 0 && request.ToRow == long.MaxValue
        ? request : request with { FromRow = 0, ToRow = long.MaxValue };

    private IRecordReader? _reader;
    private int _part = first - 1;
    private long _base;
    private long _partEnd;
    private bool _toEnd;
    private long _bytesBefore;
    private long _leftOutBefore;
    private int[]? _from;
    private ConstantColumn?[] _constants = [];
    private ConstantColumn[] _added = [];

    public long BytesRead => _bytesBefore + (_reader?.BytesRead ?? 0);

    public long RowsLeftOut => _leftOutBefore + ((_reader as IPruningReader)?.RowsLeftOut ?? 0);

    public long EndRow => _base + (_reader is null ? 0 : (_reader as IPruningReader)?.EndRow ?? _partEnd);

    public int MoreAhead => _reader?.MoreAhead ?? 0;

    public bool Read(RecordBatch batch, CancellationToken ct) => Next(batch, mayDefer: false, ct);

    /// <inheritdoc/>
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
                _partEnd = batch.FirstRow + batch.Count;
                Dress(batch);
                batch.FirstRow += _base;
                return true;
            }

            _partEnd = (_reader as IPruningReader)?.EndRow ?? _partEnd;
            if (_toEnd)
            {
                dataset.SetCount(_part, _partEnd);
            }

            EndPart(_partEnd);
        }
    }

    private void EndPart(long rows)
    {
        _bytesBefore += _reader!.BytesRead;
        _leftOutBefore += (_reader as IPruningReader)?.RowsLeftOut ?? 0;
        _reader.Dispose();
        _reader = null;
        _base += rows;
    }

    private bool OpenNext(CancellationToken ct)
    {
        while (++_part < end && _base < request.ToRow)
        {
            long from = Math.Max(0, request.FromRow - _base);
            if (from > 0)
            {
                // Row numbers of later files depend on how many rows this one has, even if none of them is delivered.
                long rows = dataset.KnownCount(_part) ?? Count(ct);
                if (from >= rows)
                {
                    _base += rows;
                    continue;
                }
            }

            long to = request.ToRow == long.MaxValue ? long.MaxValue : request.ToRow - _base;
            _toEnd = to == long.MaxValue || dataset.KnownCount(_part) <= to;
            _partEnd = from;
            IRecordSource view = dataset.View(_part);
            _reader = view.Open(Plan(from, _toEnd ? long.MaxValue : to));
            return true;
        }

        return false;
    }

    private long Count(CancellationToken ct)
    {
        using IRecordReader reader = dataset.View(_part).Open(ReadRequest.CountOnly);
        var batch = new RecordBatch();
        long rows = 0;
        while (reader.Read(batch, ct))
        {
            rows += batch.Count;
        }

        _bytesBefore += reader.BytesRead;
        dataset.SetCount(_part, rows);
        return rows;
    }

    private ReadRequest Plan(long from, long to)
    {
        _added = new ConstantColumn[_addedFields.Count];
        for (int i = 0; i < _added.Length; i++)
        {
            string name = _addedFields[i].Name;
            _added[i] = new ConstantColumn(new ColumnRequest(name, _addedFields[i].Kind ?? ColumnKind.Text), dataset.KeyOf(_part, name), dataset.PartName(_part));
        }

        int count = request.Columns.Count;
        var asked = new List<ColumnRequest>(count);
        int[] places = new int[count];
        var constants = new ConstantColumn?[count];
        for (int i = 0; i < count; i++)
        {
            ColumnRequest column = request.Columns[i];
            bool found = dataset.TryPlace(_part, column.Name, out KeyValuePair<string, string?>? key);
            if (found && key is null)
            {
                places[i] = asked.Count;
                asked.Add(column);
            }
            else
            {
                places[i] = -1;
                constants[i] = new ConstantColumn(column, key?.Value, dataset.PartName(_part));
            }
        }

        _from = asked.Count == count ? null : places;
        _constants = constants;
        ReadRequest plain = _from is null ? _whole : _whole with { Columns = asked };
        return from == 0 && to == long.MaxValue ? plain : plain with { FromRow = from, ToRow = to };
    }

    private void Dress(RecordBatch batch)
    {
        if (_added.Length > 0)
        {
            var added = new Column[_added.Length];
            for (int i = 0; i < added.Length; i++)
            {
                added[i] = _added[i].Of(batch.Count);
            }

            batch.Added = added;
        }

        if (_from is null)
        {
            return;
        }

        // Batches outlive one another, so each shows columns of its own.
        var shown = new Column[_from.Length];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = _from[i] >= 0 ? batch[_from[i]] : _constants[i]!.Of(batch.Count);
        }

        batch.Show(shown);
    }

    /// <summary>The same value, or null, for every row of a file. A column handed out is never changed again: batches in flight share it.</summary>
    private sealed class ConstantColumn(ColumnRequest request, string? value, string file)
    {
        private readonly byte[]? _text = value is null ? null : Encoding.UTF8.GetBytes(value);
        private Column? _last;

        public Column Of(int rows)
        {
            if (_last?.Count == rows)
            {
                return _last;
            }

            Column column = Column.Create(request.Kind, request.Scale);
            for (int row = 0; row < rows; row++)
            {
                if (_text is null)
                {
                    column.AppendNull();
                }
                else if (row > 0)
                {
                    column.AppendFrom(column, 0);
                }
                else if (!ValueText.TryAppend(column, _text))
                {
                    Fail.With(ErrorCodes.BadValue,
                        $"'{file}': its folder gives {Fail.Show(_text)} for {Fail.Show(request.Name)}, which is not {ValueText.NameOf(request.Kind)}.",
                        ErrorCodes.BadValue.Remedy);
                }
            }

            return _last = column;
        }
    }
}
