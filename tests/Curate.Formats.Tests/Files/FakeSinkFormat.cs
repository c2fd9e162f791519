using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

/// <summary>Writes a header and the payload of each row.</summary>
internal sealed class FakeSinkFormat(IByteOutput output) : IRecordSinkFormat
{
    public bool NeedsKinds => false;

    public bool Accepts(PayloadLayout layout) => layout.Format == "csv";

    public ColumnKind KindFor(Field field, IRecordSource source) => ColumnKind.Text;

    public IRecordSink Open(SinkShape shape) => new Sink(output, shape);

    private sealed class Sink : IRecordSink
    {
        private readonly IByteOutput _output;
        private bool _completed;

        public Sink(IByteOutput output, SinkShape shape)
        {
            _output = output;
            Put(Encoding.UTF8.GetBytes(string.Join(',', shape.Schema.Fields.Select(f => f.Name)) + "\n"));
        }

        public long BytesWritten { get; private set; }

        public void Write(RecordBatch batch, ReadOnlySpan<int> rows)
        {
            foreach (int row in rows)
            {
                Put(((RecordBytes)batch.Payload!).Range(row, row + 1));
            }
        }

        public void WriteAll(RecordBatch batch) => Put(((RecordBytes)batch.Payload!).Range(0, batch.Count));

        public void Complete()
        {
            Assert.False(_completed);
            _completed = true;
            _output.Complete();
        }

        public void Dispose() => _output.Dispose();

        private void Put(ReadOnlySpan<byte> bytes)
        {
            _output.Stream.Write(bytes);
            BytesWritten += bytes.Length;
        }
    }
}
