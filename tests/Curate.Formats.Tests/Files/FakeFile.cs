using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

internal sealed record FakeLayout(string Format, string Names) : PayloadLayout(Format)
{
    public override RowPayload CreatePayload() => new RecordBytes("\n"u8.ToArray());

    public override bool HasNames => Format != "json";

    public override ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer) => ((RecordBytes)payload)[row];

    public override PayloadLayout WithColumns(IReadOnlyList<string> names) => Format == "json" ? this : this with { Names = string.Join(',', names) };
}

/// <summary>A file of a test: values split by commas, an empty value is a null. As format <c>json</c> it counts who asks for its schema.</summary>
internal sealed class FakeFile : IFileSource
{
    private readonly TableSchema _schema;
    private readonly string[][] _rows;
    private readonly FakeFile? _inner;

    public FakeFile(string name, string columns, params string[] rows)
        : this(name, "csv", columns, rows)
    {
    }

    public FakeFile(string name, string format, string columns, string[] rows)
    {
        Name = name;
        Format = format;
        _schema = new TableSchema([.. columns.Split(',').Select(column => new Field(column, null))]);
        _rows = [.. rows.Select(row => row.Split(','))];
        Layout = new FakeLayout(format, format == "json" ? "" : columns);
    }

    private FakeFile(FakeFile inner, TableSchema schema, PayloadLayout layout)
    {
        _inner = inner;
        Name = inner.Name;
        Format = inner.Format;
        CanReopen = inner.CanReopen;
        KnowsCount = inner.KnowsCount;
        _schema = schema;
        Layout = layout;
        _rows = [.. inner._rows.Select(row => schema.Fields.Select(f => inner._schema.IndexOf(f.Name) is >= 0 and var i ? row[i] : "").ToArray())];
    }

    public string Name { get; }

    public string Format { get; }

    public int SchemaAsked { get; private set; }

    public int Opened { get; private set; }

    public bool Disposed { get; private set; }

    public bool KnowsCount { get; init; }

    public bool CanReopen { get; init; } = true;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => KnowsCount ? _rows.Length : null;

    public long? SizeBytes => 100;

    public PayloadLayout? Layout { get; }

    public ColumnKind RawKind => Format == "json" ? ColumnKind.Json : ColumnKind.Text;

    public TableSchema Schema
    {
        get
        {
            SchemaAsked++;
            return _schema;
        }
    }

    public bool HasColumn(string column) => Schema.Contains(column) || (Format == "json" && column == Schema[0].Name + ".deep");

    public IRecordSource Conform(TableSchema schema, PayloadLayout layout) =>
        schema.Equals(Schema) && layout.Equals(Layout) ? this : new FakeFile(this, schema, layout);

    public IRecordReader Open(ReadRequest request)
    {
        Opened++;
        foreach (ColumnRequest column in request.Columns)
        {
            Assert.True(!CanReopen || HasColumn(column.Name), $"{Name} was asked for {column.Name}.");
        }

        return new Reader(this, request);
    }

    public void Dispose()
    {
        Disposed = true;
        _inner?.Dispose();
    }

    private sealed class Reader(FakeFile file, ReadRequest request) : IRecordReader
    {
        private long _next = request.FromRow;

        public long BytesRead => _next;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            long end = Math.Min(file._rows.Length, request.ToRow);
            if (_next >= end)
            {
                return false;
            }

            batch.Begin(request, file.Layout);
            batch.FirstRow = _next;
            for (; _next < end && batch.Count < batch.Capacity; _next++, batch.Count++)
            {
                string[] row = file._rows[_next];
                for (int i = 0; i < request.Columns.Count; i++)
                {
                    int at = Math.Max(0, file._schema.IndexOf(request.Columns[i].Name));
                    if (row[at].Length == 0)
                    {
                        batch[i].AppendNull();
                    }
                    else
                    {
                        Assert.True(ValueText.TryAppend(batch[i], Encoding.UTF8.GetBytes(row[at])));
                    }
                }

                (batch.Payload as RecordBytes)?.Append(Encoding.UTF8.GetBytes(string.Join(',', row)));
            }

            return true;
        }

        public void Dispose()
        {
        }
    }
}
