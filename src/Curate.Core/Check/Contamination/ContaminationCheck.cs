using Curate.Core.Data;
using Curate.Core.Dedupe.Near;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Statistics;
using Curate.Core.Text;

namespace Curate.Core.Check.Contamination;

/// <summary>
/// Evaluation rows that a training corpus holds, by the longest run of tokens that it has of each: the share of the row that this makes is its score. With
/// columns that say which rows a model answered right, what the contaminated rows add to its accuracy, at each threshold.
/// </summary>
/// <remarks>Singh et al. 2024, "Evaluation data contamination in LLMs: how do we measure it and (when) does it matter?".</remarks>
internal static class ContaminationCheck
{
    private const int ShownRows = 50;
    private const int Thresholds = 11;

    private static readonly CheckCode s_rows = new("contaminated-rows", Severity.Error, "Evaluation texts stand in the corpus")
    {
        Why = "A model trained on the corpus has read them: its score on them is partly memory.",
        Formula = "Rows whose longest run of tokens that the corpus has is --least-share of the row's tokens or more, over all rows; raised above --tolerance.",
        Advice = "Score the clean rows alone, or take the texts out of the corpus: dedupe --method substring on both.",
        Option = "least-share",
    };

    private static readonly CheckCode s_overlap = new("text-overlap", Severity.Warning, "Evaluation texts have passages in common with the corpus")
    {
        Why = "A shared passage may be the question, or a phrase that every text of its kind has.",
        Formula = "Rows with a run of --n-gram tokens or more that the corpus has --min-count times or more, but shorter than --least-share of the row; raised above --tolerance.",
        Advice = "Look at the rows listed: names, quotations and fixed phrases are harmless, questions with their answers are not. Raise --n-gram or --min-count for fewer, lower --least-share to count more as contaminated.",
        Option = "n-gram",
    };

    private static readonly CheckCode s_gain = new("contamination-gain", Severity.Warning, "The model is better on rows that the corpus has")
    {
        Why = "The overlap is not only there, it changed the score.",
        Formula = "Accuracy over all rows less accuracy over rows below the threshold; p-value by the exact test of right answers above and below it (mid-p), adjusted over thresholds and models by Benjamini and Hochberg; raised where the gain is above --tolerance and the adjusted p-value at most --alpha.",
        Advice = "Report the accuracy of the rows below the threshold.",
        Option = "alpha",
    };

    public static CheckEntry Entry { get; } = new CheckEntry<ContaminationOptions>("contamination",
        "Evaluation texts that a training corpus holds, by the longest run of tokens in common.")
    {
        Memory = "4 bytes for each token of the evaluation texts, 36 to 60 for each different run of tokens, 32 a row; nothing for the corpus",
        Passes = "1 over the data, 1 over each corpus",
        Needs = "a text and a corpus: --text COLS --against CORPUS",
        Source = "Singh et al. 2024, \"Evaluation data contamination in LLMs: how do we measure it and (when) does it matter?\"",
        Usage = "curate check questions.jsonl --with contamination --text question --against corpus.parquet --corpus-text text",
        Codes = [s_rows, s_overlap, s_gain],
        Defaults = new ContaminationOptions(),
        Options =
        [
            OptionSpec<ContaminationOptions>.Whole("n-gram", "Tokens of the shortest match; shorter ones are invisible.", (o, v) => o with { Gram = (int)v }, 8, 1, 1000),
            OptionSpec<ContaminationOptions>.Whole("min-count", "Times that the corpus must have a run of tokens.", (o, v) => o with { MinCount = (int)v }, 1, 1, 255),
            OptionSpec<ContaminationOptions>.Fraction("least-share", "Longest match over length from which on a row counts as contaminated.", (o, v) => o with { LeastShare = v }, 0.5, 0, 1, aboveMin: true),
            OptionSpec<ContaminationOptions>.Columns("corpus-text", "Text columns of the corpus.", (o, v) => o with { CorpusText = v }, "those of --text"),
            OptionSpec<ContaminationOptions>.Columns("correct", "Columns that say whether a model answered the row right (1 or 0, true or false), one a model.", (o, v) => o with { Correct = v }),
            OptionSpec<ContaminationOptions>.List("normalize", "What is taken out of texts before they are compared: lower, numbers, punctuation, accents, or none.", (o, v) => o with { Folding = TextOptionSpecs.Flags(v) }, "lower,numbers,punctuation,accents"),
            OptionSpec<ContaminationOptions>.Choice("unit", "What runs are made of; auto takes words, and single characters in scripts without spaces.", ["auto", "words", "characters"], (o, v) => o with { Unit = TextOptionSpecs.UnitOf(v) }, "auto"),
        ],
        Run = Run,
        Example = static table => new ContaminationOptions { Gram = 2 },
        ExampleRoles = static table => new CheckRoles { Text = [table.Text] },
        ExampleReadsOther = true,
    };

    private static CheckResult Run(ContaminationOptions options, CheckInputs inputs)
    {
        if (inputs.Roles.Text.Count == 0 || inputs.Others.Count == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, inputs.Roles.Text.Count == 0
                ? "It compares texts: pass --text COLS, and the corpus with --against FILE."
                : "It needs a corpus: pass --against FILE.");
        }

        IReadOnlyList<string> corpusText = options.CorpusText.Count > 0 ? options.CorpusText : inputs.Roles.Text;
        for (int c = 0; c < inputs.Others.Count; c++)
        {
            foreach (string column in corpusText)
            {
                if (!inputs.Others[c].HasColumn(column))
                {
                    return CheckResult.NotMeasurable(Entry.Name, $"{NameOf(inputs, c)} has no column {Fail.Show(column)}: name its text with --corpus-text COLS.");
                }
            }
        }

        IReadOnlyList<string> correct = options.Correct.Count == 0 ? [] : ColumnSelector.Parse(options.Correct).Resolve(inputs.Main);
        var right = new RightAnswers(correct, inputs.Main.Name);
        using ContaminatedTexts texts = ContaminatedTexts.Read(inputs.Passes, inputs.Main, inputs.Roles.Text, options, correct, right.Add);
        for (int c = 0; c < inputs.Others.Count; c++)
        {
            texts.Compare(inputs.Others[c], c, corpusText);
        }

        if (texts.Rows == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, "There is no row to check.");
        }

        var scores = new double[texts.Rows];
        var matches = new List<(int Row, ContaminatedTexts.Match Match)>();
        long shorter = 0;
        long empty = 0;
        for (int row = 0; row < texts.Rows; row++)
        {
            ContaminatedTexts.Match match = texts.Of(row);
            scores[row] = match.Share;
            shorter += match.IsShort && match.Tokens > 0 ? 1 : 0;
            empty += match.Tokens == 0 ? 1 : 0;
            if (match.Longest > 0)
            {
                matches.Add((row, match));
            }
        }

        var findings = new List<Finding>();
        Overlaps(options, inputs, texts.Rows, matches, findings);
        var tables = new List<ReportTable> { Counts(options, inputs, texts, matches, shorter, empty), Listed(inputs, matches) };
        if (correct.Count > 0)
        {
            tables.Add(Gains(inputs, correct, right, scores, findings));
        }

        return CheckResult.Of(Entry.Name, [.. findings.OrderByDescending(static f => f.Severity)], [.. tables.Where(static t => t.Rows.Count > 0)]);
    }

    private static void Overlaps(ContaminationOptions options, CheckInputs inputs, int rows, List<(int Row, ContaminatedTexts.Match Match)> matches, List<Finding> findings)
    {
        var high = matches.FindAll(m => m.Match.Share >= options.LeastShare);
        var low = matches.FindAll(m => m.Match.Share < options.LeastShare);
        Add(s_rows, high, $"have a match of {NumberText.Of(100 * options.LeastShare)}% of their length or more in the corpus");
        Add(s_overlap, low, $"have {NumberText.Of(options.Gram)} tokens or more in a row in common with the corpus, and less than {NumberText.Of(100 * options.LeastShare)}% of their length");

        void Add(CheckCode code, List<(int Row, ContaminatedTexts.Match Match)> found, string what)
        {
            if (found.Count == 0)
            {
                return;
            }

            KeptFailures.Keep(inputs, code.Code, found.Select(static m => (long)m.Row));
            Interval share = Proportions.Wilson(found.Count, rows);
            string message = $"{NumberText.Of(found.Count)} of {NumberText.Of(rows)} rows ({NumberText.Of(Math.Round(100 * share.Value, 2))}%) {what}";
            findings.Add(ToleratedShare.Found(code, message, found.Count, rows, share, inputs.Tolerance) with { Row = found[0].Row });
        }
    }

    private static ReportTable Counts(ContaminationOptions options, CheckInputs inputs, ContaminatedTexts texts, List<(int Row, ContaminatedTexts.Match Match)> matches, long shorter, long empty)
    {
        var table = new ReportTable("contamination", "Texts and corpus", ["what", "value"]);
        table.Add("tokens of the shortest match", (long)options.Gram);
        table.Add("rows", (long)texts.Rows);
        table.Add("rows shorter than a match (found only where a corpus text is equal)", shorter);
        table.Add("rows without a token", empty);
        table.Add("rows with a match", (long)matches.Count);
        table.Add("different runs of tokens", (long)texts.Different);
        table.Add("corpora", (long)inputs.Others.Count);
        table.Add("corpus rows", texts.CorpusRows);
        table.Add("corpus tokens", texts.CorpusTokens);
        return table;
    }

    private static ReportTable Listed(CheckInputs inputs, List<(int Row, ContaminatedTexts.Match Match)> matches)
    {
        var table = new ReportTable("contaminated_rows", $"Rows with the highest score, at most {NumberText.Of(ShownRows)} of {NumberText.Of(matches.Count)}",
            ["row", "score", "longest_match", "covered", "tokens", "corpus", "corpus_row"]);
        foreach ((int row, ContaminatedTexts.Match match) in matches.OrderByDescending(static m => m.Match.Share).ThenBy(static m => m.Row).Take(ShownRows))
        {
            table.Add((long)row, match.Share, match.Longest, (double)match.Covered / match.Tokens, match.Tokens, NameOf(inputs, match.Corpus), match.CorpusRow);
        }

        return table;
    }

    private static ReportTable Gains(CheckInputs inputs, IReadOnlyList<string> columns, RightAnswers right, double[] scores, List<Finding> findings)
    {
        var table = new ReportTable("contamination_gain", "Accuracy with and without the rows from a score on",
            ["column", "score_from", "rows_from", "accuracy_from", "rows_below", "accuracy_below", "accuracy_all", "gain", "gain_low", "gain_high", "p", "p_adjusted"]);
        var gains = new List<ContaminationGain>();
        for (int c = 0; c < columns.Count; c++)
        {
            for (int t = 0; t < Thresholds; t++)
            {
                gains.Add(ContaminationGain.Of(c, t / 10.0, scores, right[c]));
            }
        }

        double[] adjusted = MultipleTests.BenjaminiHochberg([.. gains.Select(static g => g.PValue)]);
        for (int g = 0; g < gains.Count; g++)
        {
            ContaminationGain gain = gains[g];
            table.Add(columns[gain.Column], gain.From, gain.RowsFrom, Shown(gain.AccuracyFrom), gain.RowsBelow, Shown(gain.AccuracyBelow), Shown(gain.AccuracyAll), Shown(gain.Gain.Value), Shown(gain.Gain.Low), Shown(gain.Gain.High), Shown(gain.PValue), Shown(adjusted[g]));
        }

        for (int c = 0; c < columns.Count; c++)
        {
            int best = -1;
            for (int g = 0; g < gains.Count; g++)
            {
                bool counts = gains[g].Column == c && gains[g].Gain.Value > inputs.Tolerance && adjusted[g] <= inputs.Alpha;
                best = counts && (best < 0 || gains[g].Gain.Value > gains[best].Gain.Value) ? g : best;
            }

            if (best >= 0)
            {
                ContaminationGain gain = gains[best];
                findings.Add(s_gain.Found($"'{columns[c]}' is {NumberText.Of(Math.Round(100 * gain.AccuracyAll, 1))}% over all rows and {NumberText.Of(Math.Round(100 * gain.AccuracyBelow, 1))}% over the {NumberText.Of(gain.RowsBelow)} rows with {(gain.From > 0 ? "a score below " + NumberText.Of(gain.From) : "no match")}.") with
                {
                    Column = columns[c],
                    CheckedRows = gain.RowsFrom + gain.RowsBelow,
                    Effect = gain.Gain.Value,
                    EffectLow = gain.Gain.Low,
                    EffectHigh = gain.Gain.High,
                    EffectName = "gain in accuracy",
                    PValue = gain.PValue,
                    AdjustedPValue = adjusted[best],
                    Threshold = inputs.Tolerance,
                });
            }
        }

        return table;
    }

    private static string NameOf(CheckInputs inputs, int other) => other < inputs.OtherNames.Count ? inputs.OtherNames[other] : inputs.Others[other].Name;

    private static object? Shown(double value) => double.IsNaN(value) ? null : value;
}
