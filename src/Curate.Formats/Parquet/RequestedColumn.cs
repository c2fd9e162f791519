using System.Globalization;
using System.Runtime.CompilerServices;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>One column that a pass asked for: read in its own kind, and converted by the grammar of texts where another is wanted.</summary>
internal sealed class RequestedColumn
{
    private const long MostTextBytes = 64 << 20;
    private const int LeastRowsOfCode = 4;

    private readonly ParquetFile _file;
    private readonly SchemaNode _node;
    private readonly ColumnRequest _request;
    private readonly ColumnSite _site;
    private readonly int _firstLeaf;
    private readonly ColumnBatch[] _batches;
    private readonly LeafReader[] _readers;
    private readonly PageBuffers[] _buffers;
    private readonly Field _native;
    private readonly LeafValues? _values;
    private readonly NestedJson? _json;
    private readonly Column? _scratch;
    private readonly VectorShape? _vector;
    private readonly ByteBuffer _text = new();
    private readonly ByteBuffer _jsonText = new();
    private int _group = -1;
    private long _windowStart;
    private int _windowCount;

    /// <param name="file">The file.</param>
    /// <param name="node">Where the column stands.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="field">The column in its own kind, or in the one that was declared for it.</param>
    /// <param name="vector">For a request of vectors from lists of numbers: their shape.</param>
    public RequestedColumn(ParquetFile file, SchemaNode node, ColumnRequest request, Field field, VectorShape? vector)
    {
        _file = file;
        _node = node;
        _request = request;
        _site = new ColumnSite(file, request.Name);
        (_firstLeaf, int count) = node.Leaves.GetOffsetAndLength(file.Schema.Leaves.Count);
        _batches = new ColumnBatch[count];
        _readers = new LeafReader[count];
        _buffers = new PageBuffers[count];
        for (int i = 0; i < count; i++)
        {
            _batches[i] = new ColumnBatch();
            _buffers[i] = new PageBuffers();
        }

        _vector = request.Kind == ColumnKind.Vector && ParquetFields.MayBeVector(node) ? vector ?? new VectorShape(0, HasNulls: true) : null;
        if (_vector is not null)
        {
            _native = new Field(request.Name, ColumnKind.Vector);
            return;
        }

        if (node.Leaf is { MaxRepetition: 0 } leaf)
        {
            // Bytes that are declared to be text are read as text, not in the base64 that bytes have as text.
            bool isText = leaf.IsVariable && leaf.Logical is null && field.Kind == ColumnKind.Text && request.Kind != ColumnKind.Bytes;
            _native = isText ? new Field(request.Name, ColumnKind.Text) : ParquetFields.Of(file, node, request.Name);
            _values = new LeafValues(leaf, _native, _site);
            _batches[0].PreferCodes = _values.TakesCodes || request.MayBeCoded;
            _batches[0].MayLook = true;
        }
        else
        {
            _native = new Field(request.Name, ColumnKind.Json);
            _json = count == 0 ? null : new NestedJson(file, node, _site);
        }

        bool isDirect = _native.Kind == request.Kind && (request.Kind != ColumnKind.Decimal || request.Scale == _native.Scale);
        _scratch = isDirect ? null : Column.Create(_native.Kind!.Value, _native.Scale);
    }

    /// <summary>Bytes of a row before compression, on average; of numbers those that they take decoded, which codes of a dictionary do not tell.</summary>
    public long RowBytes(int group)
    {
        long bytes = 0;
        for (int i = 0; i < _readers.Length; i++)
        {
            bytes += _file.PlainBytes(group, _firstLeaf + i);
        }

        return Math.Max(bytes / Math.Max(1, _file.GroupRows(group)), _request.Kind is ColumnKind.Number or ColumnKind.Whole ? sizeof(double) : 0);
    }

    /// <summary>After the last row: gives the memory of pages back.</summary>
    public void Release()
    {
        foreach (PageBuffers buffers in _buffers)
        {
            buffers.Release();
        }
    }

    /// <summary>
    /// About how many bytes of pages <see cref="Ready"/> has to decompress for rows; 0 where the page that it is at has them all. Of a column chunk that has not
    /// been begun the first page counts for at most <paramref name="mostFirst"/>: how it is cut is not known yet.
    /// </summary>
    public long PagesAhead(int group, long row, int wanted, long mostFirst)
    {
        if (_vector is { HasNulls: false } && IsSingle)
        {
            // Ready leaves all of it to AppendTo.
            return 0;
        }

        long bytes = 0;
        for (int i = 0; i < _readers.Length; i++)
        {
            bytes += _group != group || row < _windowStart ? Math.Min(mostFirst, _file.PlainBytes(group, _firstLeaf + i))
                : row + wanted - _windowStart - _windowCount > _readers[i].PageRowsLeft ? _readers[i].PageBytes
                : 0;
        }

        return bytes;
    }

    /// <summary>Makes rows ready from a row of a row group on, and gives how many there are, at most <paramref name="wanted"/>.</summary>
    public int Ready(int group, long row, int wanted)
    {
        if (_group != group || row < _windowStart)
        {
            Open(group);
        }

        if (_vector is { HasNulls: false } && IsSingle)
        {
            // Vectors are read straight into the batch.
            _readers[0].Skip(row - _windowStart);
            _windowStart = row;
            return wanted;
        }

        if (row >= _windowStart + _windowCount)
        {
            Fill(row, wanted);
        }

        int ready = (int)Math.Min(wanted, _windowStart + _windowCount - row);
        bool isShort = Dictionary() is not null || _batches.Length == 0 || !_batches[0].IsCoded;
        return isShort ? ready : Bounded((int)(row - _windowStart), ready);
    }

    /// <summary>Appends rows that <see cref="Ready"/> has made ready.</summary>
    public void AppendTo(Column to, long row, int count)
    {
        int first = (int)(row - _windowStart);
        if (_vector is not null)
        {
            AppendVectors((VectorColumn)to, first, count);
            return;
        }

        if (Dictionary() is { } values)
        {
            AppendCodes(to.ShowCodes(values, count), first);
            return;
        }

        if (_scratch is null)
        {
            AppendNative(to, first, count);
            return;
        }

        _scratch.Clear();
        AppendNative(_scratch, first, count);
        for (int i = 0; i < count; i++)
        {
            if (_scratch.IsNull(i))
            {
                to.AppendNull();
            }
            else
            {
                Convert(to, i);
            }
        }
    }

    // The values that codes stand for, where rows are handed over as codes. A dictionary of many values with few rows each is no help.
    private Column? Dictionary()
    {
        if (_values is null || !_request.MayBeCoded || _scratch is not null || !_batches[0].IsCoded)
        {
            return null;
        }

        ColumnDictionary dictionary = _batches[0].Dictionary!;
        Column? values = dictionary.Count <= _file.GroupRows(_group) / LeastRowsOfCode ? _values.ValuesOf(dictionary) : null;
        if (values is null && !_values.TakesCodes)
        {
            _batches[0].Decode();
        }

        return values;
    }

    // 0 is a null, and codes begin behind it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendCodes(Span<int> to, int first)
    {
        ColumnBatch batch = _batches[0];
        int highest = batch.Column!.MaxDefinition;
        ReadOnlySpan<int> codes = batch.Codes[FirstValue(first)..];
        if (highest == 0 || batch.ValueCount == batch.RowCount)
        {
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = codes[i] + 1;
            }

            return;
        }

        ReadOnlySpan<byte> levels = batch.DefinitionLevels.Slice(first, to.Length);
        int value = 0;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = levels[i] == highest ? codes[value++] + 1 : 0;
        }
    }

    private bool IsSingle => _node.VectorElement!.Type == PhysicalType.Float;

    private void Open(int group)
    {
        for (int i = 0; i < _readers.Length; i++)
        {
            _readers[i] = _file.OpenLeaf(group, _firstLeaf + i, _buffers[i]);
        }

        _site.Group = group;
        _group = group;
        _windowStart = 0;
        _windowCount = 0;
    }

    private void Fill(long row, int wanted)
    {
        long ahead = row - _windowStart - _windowCount;
        int count = wanted;
        for (int i = 0; i < _readers.Length; i++)
        {
            _readers[i].Skip(ahead);
            int read = _readers[i].Read(_batches[i], count);
            if (read < count && i > 0)
            {
                // The values of this leaf reached the bound of a batch: the leaves before it are read again, no further than it.
                Open(_group);
                _windowStart = 0;
                Fill(row, Math.Max(1, read));
                return;
            }

            count = read;
        }

        _windowStart = row;
        _windowCount = count;
        _json?.Begin(_batches);
    }

    // Codes are short, and the texts they stand for may not be.
    private int Bounded(int first, int count)
    {
        ColumnBatch batch = _batches[0];
        ReadOnlySpan<int> offsets = batch.Dictionary!.Offsets;
        if (batch.Dictionary.Bytes.Length < MostTextBytes / Math.Max(1, count))
        {
            return count;
        }

        long bytes = 0;
        int end = FirstValue(first + count);
        int rows = 0;
        for (int value = FirstValue(first); value < end; value++)
        {
            int code = batch.Codes[value];
            bytes += offsets[code + 1] - offsets[code];
            if (bytes > MostTextBytes)
            {
                break;
            }

            rows++;
        }

        // Nulls among the rows only make them more than values; that errs towards small batches.
        return Math.Clamp(bytes > MostTextBytes ? rows : count, 1, count);
    }

    // Where no row is null, rows need no index.
    private int FirstValue(int row) => _batches[0].ValueCount == _batches[0].RowCount ? row : _batches[0].RowValues[row];

    private void AppendNative(Column to, int first, int count)
    {
        if (_json is not null)
        {
            _json.Seek(first);
            var text = (TextColumn)to;
            for (int row = first; row < first + count; row++)
            {
                ReadOnlySpan<byte> json = _json.Next(row);
                if (json.IsEmpty)
                {
                    text.AppendNull();
                }
                else
                {
                    text.Append(json);
                }
            }

            return;
        }

        if (_values is null)
        {
            for (int i = 0; i < count; i++)
            {
                ((TextColumn)to).Append("{}"u8);
            }

            return;
        }

        ColumnBatch batch = _batches[0];
        int highest = batch.Column!.MaxDefinition;
        if (highest == 0 || batch.ValueCount == batch.RowCount)
        {
            _values.Append(to, batch, first, count);
            return;
        }

        ReadOnlySpan<byte> levels = batch.DefinitionLevels.Slice(first, count);
        int value = batch.RowValues[first];
        while (!levels.IsEmpty)
        {
            int present = levels.IndexOfAnyExcept((byte)highest);
            present = present < 0 ? levels.Length : present;
            _values.Append(to, batch, value, present);
            value += present;
            levels = levels[present..];
            int missing = levels.IndexOf((byte)highest);
            missing = missing < 0 ? levels.Length : missing;
            for (int i = 0; i < missing; i++)
            {
                to.AppendNull();
            }

            levels = levels[missing..];
        }
    }

    private void AppendVectors(VectorColumn to, int first, int count)
    {
        if (_vector is { HasNulls: false, Dimension: var dimension } && IsSingle)
        {
            NeedDimension(to, dimension);
            int read = _readers[0].ReadVectors(to.Reserve(dimension, count), dimension, out VectorFault fault);
            if (fault != VectorFault.None || read != count)
            {
                _site.Corrupt("lists that had one length have another now");
            }

            _windowStart += count;
            return;
        }

        ColumnBatch batch = _batches[0];
        int highest = batch.Column!.MaxDefinition;
        for (int row = first; row < first + count; row++)
        {
            int slot = batch.RowSlots[row];
            int slots = batch.RowSlots[row + 1] - slot;
            int value = batch.RowValues[row];
            int values = batch.RowValues[row + 1] - value;
            if (values == 0 && (highest == 0 || batch.DefinitionLevels[slot] < _node.DefinitionLevel))
            {
                to.AppendNull();
                continue;
            }

            if (values != slots)
            {
                _site.BadValue("a list that is empty or has a null in it is no vector");
            }

            NeedDimension(to, values);
            Read(batch, value, to.Reserve(values));
        }
    }

    private void NeedDimension(VectorColumn to, int dimension)
    {
        if (to.Dimension != 0 && to.Dimension != dimension)
        {
            Fail.With(ErrorCodes.SchemaConflict, string.Create(CultureInfo.InvariantCulture,
                $"'{_file.Name}': column {Fail.Show(_request.Name)} holds a vector of {dimension} values, rows before have {to.Dimension}."));
        }
    }

    private void Read(ColumnBatch batch, int value, Span<float> to)
    {
        switch (_node.VectorElement!.Type)
        {
            case PhysicalType.Float:
                batch.ValuesAs<float>().Slice(value, to.Length).CopyTo(to);
                break;
            case PhysicalType.Double:
                ReadOnlySpan<double> doubles = batch.ValuesAs<double>().Slice(value, to.Length);
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = (float)doubles[i];
                }

                break;
            default:
                ReadOnlySpan<Half> halves = batch.ValuesAs<Half>().Slice(value, to.Length);
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = (float)halves[i];
                }

                break;
        }
    }

    private void Convert(Column to, int row)
    {
        switch (_scratch, to)
        {
            case (WholeColumn whole, NumberColumn number):
                number.Append(whole[row]);
                return;
            case (TimeColumn date, TimeColumn { Kind: ColumnKind.Time } time):
                time.Append(date[row]);
                return;
            case (_, TextColumn { Kind: ColumnKind.Json } json):
                _jsonText.Clear();
                JsonValue.Append(_jsonText, _scratch!, row, _native);
                json.Append(_jsonText.Written);
                return;
        }

        ReadOnlySpan<byte> text;
        if (_scratch is TextColumn { Kind: not ColumnKind.Bytes } plain)
        {
            text = plain[row];
        }
        else
        {
            _text.Clear();
            ValueWriter.Append(_text, _scratch!, row, _native.IsSingle);
            text = _text.Written;
        }

        if (!ValueText.TryAppend(to, text))
        {
            _site.BadValue($"{Fail.Show(text)} is not {ValueText.NameOf(to.Kind)}");
        }
    }
}
