using System.Globalization;
using System.Text;
using Curate.Core.Dedupe.Lines;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Dedupe.Lines;

/// <summary>Cases of cutting that are worked out by hand, and hostile ones.</summary>
public sealed class CutCaseTests
{
    private static List<string?> Line(string?[] texts, params (string, string)[] options) => Run("dedupe/line", texts, options);

    private static List<string?> Substring(string?[] texts, params (string, string)[] options) => Run("dedupe/substring", texts, options);

    private static List<string?> Run(string id, string?[] texts, (string, string)[] options) =>
        [.. TestRuns.Execute(RowPlanTests.Methods(id, [("text", "text"), .. options]), Table(texts), TestRuns.Context()).Rows.Select(static r => r[0])];

    private static MemoryTable Table(IEnumerable<string?> texts) => new(["text"], [.. texts.Select(static t => new[] { t })]);

    private static string[] Units(TextUnit unit, string text) => Units(unit, Encoding.UTF8.GetBytes(text));

    private static string[] Units(TextUnit unit, byte[] text)
    {
        var reader = new UnitReader(unit, null, hashes: true);
        var pieces = new TextPiece[3];
        var units = new List<string>();
        reader.Open();
        for (int read = reader.Read(text, pieces); read > 0; read = reader.Read(text, pieces))
        {
            units.AddRange(pieces[..read].Select(p => Encoding.Latin1.GetString(text.AsSpan(p.Start, p.End - p.Start))));
        }

        return [.. units.Select(static u => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(u)))];
    }

    [Fact]
    public void Units_of_sentences_end_where_the_page_says()
    {
        Assert.Equal(
            ["He paid 3.50 to them, i.e. too much.", "\"Really?!\"", "Yes… perhaps.", "A headline", "第一句。", "「第二句！」", "そして。", "U.S. law.", "Dr.", "No"],
            Units(TextUnit.Sentence, " He paid 3.50 to them, i.e. too much. \"Really?!\" Yes… perhaps.\nA headline\r\n\n第一句。「第二句！」そして。  U.S. law. Dr. No"));
    }

    [Fact]
    public void Units_of_tokens_never_begin_with_a_mark_that_combines()
    {
        Assert.Equal(["e\u0301a,", "か\u3099", "字", "👍🏽", "👩\u200D👩\u200D👧", "🇫🇷", "🇩🇪", "❤\uFE0F", "x"], Units(TextUnit.Token, "e\u0301a, か\u3099字👍🏽👩\u200D👩\u200D👧🇫🇷🇩🇪 ❤\uFE0F\u3000x"));
    }

    [Fact]
    public void Units_of_damaged_text_keep_every_byte()
    {
        byte[] text = [0xFF, (byte)'a', 0xE3, 0x81, (byte)' ', 0xF0, 0x9F, (byte)'\n', 0xC3];
        foreach (TextUnit unit in Enum.GetValues<TextUnit>())
        {
            var reader = new UnitReader(unit, null, hashes: true);
            var pieces = new TextPiece[20];
            reader.Open();
            int read = reader.Read(text, pieces);
            Assert.InRange(read, 1, 4);
            Assert.Equal(0, pieces[0].Start);
            Assert.Equal(text.Length, pieces[read - 1].End);
        }
    }

    [Fact]
    public void Paragraphs_end_at_blank_lines() =>
        Assert.Equal(["a\nb", "c", "d"], Units(TextUnit.Paragraph, "\n a\nb \r\n\t\r\nc\n\n\n\nd\n"));

    [Fact]
    public void Line_first_copies_stay_and_line_ends_are_clean() =>
        Assert.Equal(["menu\none\r\nfoot", "two", "three\n"], Line(["menu\none\r\nfoot", "menu\r\ntwo\nfoot", " menu \n\nthree\nfoot\n", "foot\nmenu"]));

    [Fact]
    public void Line_keep_last_cuts_earlier_rows() =>
        Assert.Equal(["b\n", "a\nc"], Line(["b\na\n", "a\nc"], ("keep", "last")));

    [Fact]
    public void A_window_that_overlaps_its_first_copy_is_cut_from_there_on()
    {
        Assert.Equal(["x\nx\nx"], Line(["x\nx\nx\nx\nx"], ("window", "3")));
        Assert.Equal(["a b a b"], Substring(["a b a b a b a b a"], ("min-tokens", "4")));
        Assert.Equal(["a b a b"], Substring(["a b a b a b a b a"], ("min-tokens", "4"), ("keep", "last")));
    }

    [Fact]
    public void Texts_that_become_too_short_leave_and_others_stay()
    {
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/line", ("text", "text"), ("unit", "sentence"), ("window", "1"), ("min-words", "4"), ("min-units", "2")),
            Table(["One two. Three four.", "One two. Five six seven eight.", "One two. Five. Six seven eight.", "Short.", null, ""]), TestRuns.Context(), wantRemoved: true);
        Assert.Equal(["One two. Three four.", "Five. Six seven eight.", "Short.", null, ""], run.Rows.Select(static r => r[0]));
        Assert.Equal(["One two. Five six seven eight.|too-short|1|9"], TestRuns.Lines(run.Removed));
        Assert.Equal(1, run.Dropped.Total);
    }

    [Fact]
    public void An_empty_text_stays_where_nothing_must_be_left() =>
        Assert.Equal(["a", ""], Line(["a", "a"], ("min-words", "0"), ("min-units", "0")));

    [Fact]
    public void Substring_cuts_the_longest_span_and_no_shorter_one() =>
        Assert.Equal(["q w e r t y", "z x u.", "1 2 w e r 3"], Substring(["q w e r t y", "z x q w e r t u.", "1 2 w e r 3"], ("min-tokens", "4")));

    [Fact]
    public void Marked_rows_are_as_they_were()
    {
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("dedupe/line", ("text", "text"), ("mark", "true")), Table(["é\nb", "c\né", "b"]), TestRuns.Context());
        Assert.Equal(["é\nb|0|0|[]|false", "c\né|1|3|[[1,4]]|false", "b|1|1|[[0,1]]|true"], TestRuns.Lines(run.Rows));
    }

    [Theory]
    [InlineData("dedupe/line", "first")]
    [InlineData("dedupe/line", "last")]
    [InlineData("dedupe/substring", "first")]
    public void A_hundred_thousand_equal_texts_leave_one(string id, string keep)
    {
        foreach (long memory in new[] { TestRuns.EnoughMemory, 1 })
        {
            (string, string)[] window = id == "dedupe/line" ? [("keep", keep)] : [("keep", keep), ("min-tokens", "3")];
            RunOutcome run = TestRuns.Execute(RowPlanTests.Methods(id, [("text", "text"), .. window]), Table(Enumerable.Repeat("the same line", 100_000)), TestRuns.Context(2, memoryBytes: memory));
            Assert.Equal(["the same line"], TestRuns.Lines(run.Rows));
            Assert.Equal(99_999, run.Dropped.Total);
        }
    }

    [Fact]
    public void A_text_longer_than_a_part_is_read_block_by_block_with_the_same_result()
    {
        // One line of 20 bytes 600,000 times over, and once more at the end: 12 MB.
        string text = string.Concat(Enumerable.Range(0, 600_000).Select(static i => (i % 300_000).ToString("d18", CultureInfo.InvariantCulture) + ".\n"));
        Assert.True(text.Length > CutPart.LongTextBytes);
        Assert.Equal([text[..(text.Length / 2)]], Line([text]));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void Bloom_errs_as_often_as_it_says(double rate)
    {
        // Different lines only: every line cut is a mistake.
        string?[] texts = [.. Enumerable.Range(0, 2000).Select(static t => string.Join('\n', Enumerable.Range(0, 50).Select(i => $"line {t} {i}")))];
        RunContext context = TestRuns.Context();
        MemoryTable table = Table(texts);
        using IRowPlanner planner = RowPlanTests.Methods("dedupe/line", ("text", "text"), ("bloom", rate.ToString(CultureInfo.InvariantCulture))).Start(new StartRequest(new PlanInputs(table), context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), new PlanInputs(table));
        string Told(string table, string what) => plan.Tables.Single(t => t.Key == table).Rows.Single(r => (string)r[0]! == what)[1]!.ToString()!;
        double cut = double.Parse(Told("cuts", "lines cut"), CultureInfo.InvariantCulture);
        double expected = double.Parse(Told("bloom", "windows cut by mistake, expected"), CultureInfo.InvariantCulture);
        double atEnd = double.Parse(Told("bloom", "false-positive rate at the end"), CultureInfo.InvariantCulture);
        Assert.InRange(atEnd, rate * 0.8, rate);
        Assert.InRange(cut, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        Assert.True(cut > 0 && cut < rate * 100_000);
    }

    [Fact]
    public void Bloom_never_misses_a_repeat() =>
        Assert.Equal(["a\nb\nc"], Line(["a\nb\nc", "c\nb", "a"], ("bloom", "0.0001")));

    [Fact]
    public void Explain_shows_what_is_cut_and_where_the_copy_is()
    {
        MemoryTable table = Table(["one\nmenu", "two\nmenu\nthree"]);
        foreach ((string id, (string, string) option) in new[] { ("dedupe/line", ("window", "1")), ("dedupe/substring", ("min-tokens", "2")) })
        {
            RunContext context = TestRuns.Context();
            MemoryTable texts = id == "dedupe/line" ? table : Table(["one the menu", "two the menu three"]);
            using IRowPlanner planner = RowPlanTests.Methods(id, ("text", "text"), option).Start(new StartRequest(new PlanInputs(texts), context)).Planner!;
            using RowPlan plan = planner.Run(new PassRunner(context), new PlanInputs(texts));
            Assert.Null(plan.Explain(0));
            string told = plan.Explain(1)!;
            Assert.Contains(id == "dedupe/line" ? "Bytes 4 to 9: 'menu\\n'" : "Bytes 4 to 13: 'the menu '", told, StringComparison.Ordinal);
            Assert.Contains("the copy that stays: row 0", told, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dedupe/line", "--bloom knows what came before", "text=text", "bloom=0.01", "keep=last")]
    [InlineData("dedupe/line", "--mark has the columns", "text=text", "mark=true", "cut-counts=true")]
    [InlineData("dedupe/substring", "--only-across needs a second dataset", "text=text", "only-across=true")]
    public void Options_that_do_not_go_together_are_refused(string id, string message, params string[] options)
    {
        CurateException refused = Assert.Throws<CurateException>(() => RowPlanTests.Methods(id, [.. options.Select(static o => (o.Split('=')[0], o.Split('=')[1]))]));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_text_columns_are_refused()
    {
        var table = new MemoryTable(["a", "b"], []);
        BoundMethod method = RowPlanTests.Methods("dedupe/line", ("text", "a,b"));
        CurateException refused = Assert.Throws<CurateException>(() => method.Start(new StartRequest(new PlanInputs(table), TestRuns.Context())));
        Assert.Contains("--text names 2: a, b", refused.Message, StringComparison.Ordinal);
    }
}
