using System.Globalization;
using Curate.TestKit;

namespace Curate.Cli.Tests;

public sealed class CheckLeakTests
{
    [Fact]
    public void A_copied_row_fails_the_run_and_is_written_with_its_bytes()
    {
        using ScratchFolder folder = new();
        folder.File("train.csv", "id,text,x\n" + string.Concat(Enumerable.Range(0, 60).Select(static i => $"t{i},\"row, {i}\",{i * 3}\n")));
        folder.File("test.csv", "id,text,x\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"v{i},\"row, {(i == 7 ? 12 : 100 + i)}\",{(i == 7 ? 36 : 1000 + i)}\n")));
        CurateResult result = Cli.Run(folder, "check", "test.csv", "--with", "split-leakage", "--against", "train.csv", "--id", "id", "--failures", "bad.csv").Expect(1);
        Assert.Contains("1 of 40 rows", result.Text, StringComparison.Ordinal);
        Assert.Contains("leaked-rows", result.Text, StringComparison.Ordinal);
        Assert.Contains("v7,\"row, 12\",36", folder.Text("bad.csv"), StringComparison.Ordinal);
        Assert.Equal(2, Cli.Lines(folder.Text("bad.csv")).Length);
        Cli.Run(folder, "check", "test.csv", "--with", "split-leakage", "--against", "train.csv", "--id", "id", "--tolerance", "5%").Expect(0);
    }

    [Fact]
    public void Parts_of_a_split_by_group_share_no_group_and_of_one_by_row_do()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "id,user,x\n" + string.Concat(Enumerable.Range(0, 200).Select(static i => $"{i},u{i % 25},{i * 7 % 1000}\n")));
        Cli.Run(folder, "split", "in.csv", "--method", "group", "--group", "user", "-o", "good.csv").Expect(0);
        Cli.Run(folder, "check", "good.csv", "--with", "split-leakage", "--split-column", "split", "--group", "user").Expect(0);
        Cli.Run(folder, "split", "in.csv", "--method", "time", "--time", "x", "-o", "bad.csv").Expect(0);
        string text = Cli.Run(folder, "check", "bad.csv", "--with", "split-leakage", "--split-column", "split", "--group", "user", "--time", "x").Expect(1).Text;
        Assert.Contains("leaked-groups", text, StringComparison.Ordinal);
        Assert.DoesNotContain("leaked-future", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corpus_of_another_format_is_searched_for_test_questions()
    {
        using ScratchFolder folder = new();
        folder.File("questions.csv", "question,right\nwhat is the name of the river that runs through the old town,1\nhow many legs does a spider of that kind have in all,0\n");
        folder.File("corpus.jsonl", "{\"text\":\"He asked: What is the NAME of the river, that runs through the old town? Nobody knew.\"}\n{\"text\":\"other\"}\n");
        string text = Cli.Run(folder, "check", "questions.csv", "--with", "contamination", "--text", "question", "--against", "corpus.jsonl", "--corpus-text", "text", "--correct", "right").Expect(1).Text;
        Assert.Contains("contaminated-rows", text, StringComparison.Ordinal);
        Assert.Contains("1 of 2 rows (50%)", text, StringComparison.Ordinal);
        Cli.Run(folder, "check", "questions.csv", "--with", "contamination", "--text", "question", "--against", "corpus.jsonl", "--fail-on", "not-measurable").Expect(1);
    }

    [Fact]
    public void Scores_of_a_model_are_checked_for_calibration_and_fairness()
    {
        using ScratchFolder folder = new();
        var draws = new SplitMix64(3);
        folder.File("scored.csv", "y,p,answer,site\n" + string.Concat(Enumerable.Range(0, 800).Select(i =>
        {
            double p = draws.Unit();
            bool b = i % 2 == 0;
            return string.Create(CultureInfo.InvariantCulture, $"{(draws.Chance(p) ? 1 : 0)},{p},{(draws.Chance(b ? 0.7 : 0.3) ? 1 : 0)},{(b ? "b" : "a")}\n");
        })));
        Cli.Run(folder, "check", "scored.csv", "--with", "calibration", "--label", "y", "--probability", "p").Expect(0);
        string unfair = Cli.Run(folder, "check", "scored.csv", "--with", "group-fairness", "--label", "y", "--prediction", "answer", "--group", "site").Expect(1).Text;
        Assert.Contains("equalised-odds", unfair, StringComparison.Ordinal);
        Cli.Fails(folder, 2, ["--measures", "equal-odds"], "check", "scored.csv", "--with", "group-fairness", "--prediction", "answer", "--group", "site", "--measures", "equal-odds");
    }

    [Fact]
    public void Codes_are_explained()
    {
        using ScratchFolder folder = new();
        foreach (string code in new[] { "leaked-near-rows", "contamination-gain", "miscalibrated", "conditional-parity", "simplicity-bias" })
        {
            Assert.Contains(code, Cli.Text(folder, "explain", code), StringComparison.Ordinal);
        }
    }
}
