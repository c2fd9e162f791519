using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Profile;
using Curate.Core.Running;
using Curate.Formats.Parquet;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

/// <summary>A profile of a Parquet file is the same whether columns come as codes or as values.</summary>
public class ParquetProfileTests
{
    [Fact]
    public void Profile_by_codes_equals_that_by_values() => Seeds.Each(4, seed =>
    {
        var random = new SplitMix64(seed);
        var csv = new StringBuilder("id,word,number,day,flag,rare,note,label\n");
        for (int i = 0; i < 12_000; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{i},{(random.Chance(0.1) ? "" : "w" + random.Below(40))},{random.Below(300) / 4.0},");
            csv.Append(new DateTime(2020, 1, 1).AddDays(random.Below(900)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            csv.Append(CultureInfo.InvariantCulture, $",{(random.Chance(0.3) ? "" : random.Chance(0.5) ? "true" : "false")},{(random.Chance(0.999) ? "" : "é")}");
            csv.Append(CultureInfo.InvariantCulture, $",text {random.Next():x},{random.Below(3)}\n");
        }

        using ParquetSource source = Pq.Open(Pq.FromCsv(csv.ToString(), new ParquetWriteOptions { RowGroupRows = 500 + random.Below(9000) }));
        var options = new ProfileOptions { Labels = ["label"] };
        byte[] byCodes = Bytes(source, options, out bool anyCodes);
        Assert.True(anyCodes);
        Assert.Equal(Bytes(new Uncoded(source), options, out bool none), byCodes);
        Assert.False(none);
    });

    private static byte[] Bytes(IRecordSource source, ProfileOptions options, out bool anyCodes)
    {
        var watched = new Watched(source);
        TableSummary summary = ProfileRun.Run(new PassRunner(Pq.Context(workers: 2, batchRows: 700)), watched, options);
        anyCodes = watched.AnyCodes;
        var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            summary.Save(writer);
        }

        return bytes.ToArray();
    }

    private abstract class View(IRecordSource below) : IRecordSource
    {
        public string Name => below.Name;

        public TableSchema Schema => below.Schema;

        public IReadOnlyList<Field> Added => below.Added;

        public long? RowCount => below.RowCount;

        public long? SizeBytes => below.SizeBytes;

        public bool CanReopen => below.CanReopen;

        public PayloadLayout? Layout => below.Layout;

        public ColumnKind RawKind => below.RawKind;

        protected IRecordSource Below => below;

        public bool HasColumn(string column) => below.HasColumn(column);

        public abstract IRecordReader Open(ReadRequest request);

        public void Dispose()
        {
        }
    }

    private sealed class Uncoded(IRecordSource below) : View(below)
    {
        public override IRecordReader Open(ReadRequest request) =>
            Below.Open(request with { Columns = [.. request.Columns.Select(static c => c with { MayBeCoded = false })] });
    }

    private sealed class Watched(IRecordSource below) : View(below)
    {
        public bool AnyCodes { get; private set; }

        public override IRecordReader Open(ReadRequest request) => new Reader(this, Below.Open(request));

        private sealed class Reader(Watched view, IRecordReader below) : IRecordReader
        {
            public long BytesRead => below.BytesRead;

            public bool Read(RecordBatch batch, CancellationToken ct)
            {
                bool any = below.Read(batch, ct);
                for (int c = 0; any && c < batch.ColumnCount; c++)
                {
                    view.AnyCodes |= batch[c].Codes is not null;
                }

                return any;
            }

            public void Dispose() => below.Dispose();
        }
    }
}
