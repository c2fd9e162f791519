using System.Diagnostics;
using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Dedupe;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>What <c>dedupe --method line</c> and <c>substring</c> decide, without reading or writing files, in processor seconds.</summary>
public static class CutTimes
{
    private const int BoilerplateLines = 2000;

    /// <summary>Texts in memory, decided about by a method; one in five lines is boilerplate.</summary>
    /// <param name="to">Where the figures go.</param>
    /// <param name="method">line or substring.</param>
    /// <param name="megabytes">Size of the texts.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="oneText">All lines in one text.</param>
    /// <param name="memory">Budget in bytes.</param>
    public static void Run(TextWriter to, string method, int megabytes, int workers, bool oneText, long memory)
    {
        byte[][] texts = Texts(megabytes * 1_000_000L, oneText);
        long bytes = texts.Sum(static t => (long)t.Length);
        var values = new OptionValues();
        values.Add("text", "text");
        BoundMethod bound = MethodRegistry.Of("dedupe").Single(m => m.Name == method).Bind(values);
        using var scratch = new MemoryScratch();
        var context = new RunContext { Workers = workers, Memory = new MemoryBudget(memory), Scratch = scratch };
        var inputs = new PlanInputs(new TextSource(texts));
        using var process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        using IRowPlanner planner = bound.Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        process.Refresh();
        double used = (process.TotalProcessorTime - start).TotalSeconds;
        to.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{method}: {bytes / 1e6:0} MB in {texts.Length} texts, {workers} workers: {used:0.00} s of processor time ({bytes / used / 1e6:0} MB/s of one core), {watch.Elapsed.TotalSeconds:0.00} s, {process.PeakWorkingSet64 >> 20} MiB at most"));
    }

    private static byte[][] Texts(long bytes, bool oneText)
    {
        SplitMix64 draws = new(1);
        var texts = new List<byte[]>();
        var text = new MemoryStream();
        for (long made = 0; made < bytes;)
        {
            for (int line = oneText ? int.MaxValue : draws.Between(5, 60); line > 0 && made < bytes; line--)
            {
                SplitMix64 words = draws.Chance(0.2) ? new SplitMix64((ulong)draws.Below(BoilerplateLines)) : new SplitMix64((ulong)draws.Below(int.MaxValue) << 16);
                byte[] said = Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, words.Between(4, 14)).Select(_ => "w" + words.Below(50_000).ToString(CultureInfo.InvariantCulture))) + "\n");
                text.Write(said);
                made += said.Length;
            }

            texts.Add(text.ToArray());
            text.SetLength(0);
        }

        return [.. texts];
    }

    /// <summary>One text column from memory.</summary>
    private sealed class TextSource(byte[][] texts) : IRecordSource
    {
        public string Name => "memory";

        public TableSchema Schema { get; } = new([new Field("text", ColumnKind.Text)]);

        public IReadOnlyList<Field> Added => [];

        public long? RowCount => texts.Length;

        public long? SizeBytes => null;

        public bool CanReopen => true;

        public PayloadLayout? Layout => null;

        public ColumnKind RawKind => ColumnKind.Text;

        public bool HasColumn(string column) => column == "text";

        public IRecordReader Open(ReadRequest request) => new Reader(texts, request);

        public void Dispose()
        {
        }

        private sealed class Reader(byte[][] texts, ReadRequest request) : IRecordReader
        {
            private long _row = request.FromRow;

            public long BytesRead => 0;

            public bool Read(RecordBatch batch, CancellationToken ct)
            {
                batch.Begin(request, null);
                batch.FirstRow = _row;
                long end = Math.Min(texts.Length, request.ToRow);
                for (long bytes = 0; _row < end && batch.Count < batch.Capacity && bytes < RecordBatch.TargetBytes; _row++)
                {
                    batch.Text(0).Append(texts[_row]);
                    bytes += texts[_row].Length;
                    batch.Count++;
                }

                return batch.Count > 0;
            }

            public void Dispose()
            {
            }
        }
    }
}
