using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;
using Curate.Formats.Parquet;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Every method of the registry gives the same rows on a Parquet file as on the CSV file that it was made from.</summary>
public class ParquetLawTests
{
    private static readonly Lazy<string> s_csv = new(MakeCsv);
    private static readonly Lazy<byte[]> s_file = new(() => Pq.FromCsv(s_csv.Value, new ParquetWriteOptions { RowGroupRows = 150 }));

    public static TheoryData<string> Methods => [.. MethodRegistry.All.Select(static m => m.Id)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_gives_the_same_rows_on_parquet_as_on_csv(string id)
    {
        MethodEntry entry = MethodRegistry.All.Single(m => m.Id == id);
        if (Bind(entry) is null)
        {
            return;
        }

        using CsvSource csv = Pq.Csv(s_csv.Value);
        using ParquetSource parquet = Pq.Open(s_file.Value);
        RunContext context = Pq.Context();
        var typed = new TypedSource(csv, KindResolver.Resolve(new PassRunner(context), csv, null));
        var rows = new ColumnsOnlyFormat();
        byte[] expected = Pq.Run(Bind(entry)!, new PlanInputs(typed), output => rows.With(output), context);
        byte[] columns = Pq.Run(Bind(entry)!, new PlanInputs(parquet), output => rows.With(output), Pq.Context());
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(columns));

        byte[] payload = Pq.Run(Bind(entry)!, new PlanInputs(parquet), static output => new ParquetSinkFormat(new ParquetWriteOptions(), output), Pq.Context());
        Assert.Equal(Encoding.UTF8.GetString(expected), Pq.Jsonl(payload));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_gives_the_same_bytes_for_any_workers_and_batches(string id)
    {
        MethodEntry entry = MethodRegistry.All.Single(m => m.Id == id);
        if (Bind(entry) is null)
        {
            return;
        }

        byte[]? first = null;
        foreach ((int workers, int batch) in new[] { (1, 8192), (2, 1), (7, 2), (2, 100) })
        {
            using ParquetSource source = Pq.Open(s_file.Value);
            byte[] bytes = Pq.Run(Bind(entry)!, new PlanInputs(source),
                output => new ParquetSinkFormat(new ParquetWriteOptions { Workers = workers, RowGroupRows = 90 }, output), Pq.Context(workers, batch));
            first ??= bytes;
            Assert.True(first.AsSpan().SequenceEqual(bytes), string.Create(CultureInfo.InvariantCulture, $"{workers} workers, batches of {batch}"));
        }
    }

    private static BoundMethod? Bind(MethodEntry entry) => entry.BindExample(new LawCase(400, 3));

    private static string MakeCsv()
    {
        var draws = new SplitMix64(4);
        var text = new StringBuilder("id,label,group,text,number,time\n");
        var rows = new List<string>();
        string[] words = ["alpha", "Beta", "gamma", "delta", "épsilon"];
        for (int i = 0; i < 400; i++)
        {
            if (i > 3 && draws.Below(6) == 0)
            {
                rows.Add(rows[draws.Below(i)]);
                continue;
            }

            double u = draws.Unit();
            string label = i < 3 ? ((char)('a' + i)).ToString() : u < 0.7 ? "a" : u < 0.9 ? "b" : u < 0.97 ? "c" : "";
            string words4 = string.Join(' ', Enumerable.Range(0, 1 + draws.Below(9)).Select(_ => draws.Pick(words)));
            string time = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(draws.Below(5000)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{i},{label},g{draws.Below(20)},{words4},{draws.Below(2000) / 8.0},{time}"));
        }

        rows.ForEach(row => text.Append(row).Append('\n'));
        return text.ToString();
    }

    /// <summary>JSON Lines from columns of their kinds, whatever the input.</summary>
    private sealed class ColumnsOnlyFormat : IRecordSinkFormat
    {
        private IRecordSinkFormat? _inner;

        public bool NeedsKinds => true;

        public ColumnsOnlyFormat With(IByteOutput output)
        {
            _inner = new JsonLinesSinkFormat(output);
            return this;
        }

        public bool Accepts(PayloadLayout layout) => false;

        public ColumnKind KindFor(Field field, IRecordSource source) => field.Kind ?? ColumnKind.Text;

        public IRecordSink Open(SinkShape shape) => _inner!.Open(shape);
    }
}
