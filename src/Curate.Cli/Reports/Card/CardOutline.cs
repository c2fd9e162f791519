using Curate.Cli.Reports.Blocks;
using Curate.Core.Card;
using Curate.Core.Profile.Report;
using Curate.Formats.Files;

namespace Curate.Cli.Reports.Card;

/// <summary>A card as blocks: what was measured first, each part by itself; then what only people can say.</summary>
internal static class CardOutline
{
    private const int BriefColumns = 60;
    private const int BriefClasses = 20;
    private const int BriefFiles = 20;

    public static IReadOnlyList<Block> Of(CardPage page, bool full)
    {
        var blocks = new List<Block>();
        int blanks = page.Blanks.Count;
        blocks.Add(new TextBlock($"Parts under \"Measured\" come from the data and are made anew each time. Parts under \"Written\" are people's; {(blanks == 0 ? "all are filled in." : $"{Figures.Of(blanks, "part is", "parts are")} still to be written: {string.Join(", ", page.Blanks.Select(static f => f.Name))}.")}", blanks == 0 ? Tone.Plain : Tone.Warning));
        blocks.Add(new HeadingBlock(2, "Measured"));
        Overview(blocks, page);
        Files(blocks, page, full);
        Composition(blocks, page, full);
        Missing(blocks, page, full);
        Balance(blocks, page, full);
        Splits(blocks, page);
        Duplicates(blocks, page);
        Alerts(blocks, page, full);
        Provenance(blocks, page, full);
        Licences(blocks, page, full);
        blocks.Add(new HeadingBlock(2, "Written"));
        foreach (CardField field in CardField.All)
        {
            blocks.Add(new HeadingBlock(3, field.Title));
            blocks.Add(new AnswerBlock(field.Name, field.Question, page.Answers.GetValueOrDefault(field.Name)));
        }

        return blocks;
    }

    private static void Overview(List<Block> blocks, CardPage page)
    {
        ProfileReport report = page.Report;
        var facts = new List<(string, string)> { ("rows", Figures.Count(report.Rows)), ("columns", Figures.Count(report.Columns.Count)), ("files", Figures.Count(page.Files.Count)) };
        if (report.Bytes is { } bytes)
        {
            facts.Add(("size", Figures.Bytes(bytes)));
        }

        if (page.Declared is { } licence)
        {
            facts.Add(("declared licence", licence));
        }

        blocks.Add(new FactsBlock(facts));
        if (report.Limit is { } limit)
        {
            blocks.Add(new TextBlock($"A trial: only the first {Figures.Of(limit, "row")} were read (--limit).", Tone.Warning));
        }

        if (page.Profile.LeftOut > 0)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(page.Profile.LeftOut, "row")} by --where.", Tone.Warning));
        }

        foreach ((string code, long rows) in page.Profile.BadRows)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(rows, "bad record")} ({code}).", Tone.Warning));
        }
    }

    private static void Files(List<Block> blocks, CardPage page, bool full)
    {
        int shown = full ? page.Files.Count : Math.Min(page.Files.Count, BriefFiles);
        blocks.Add(new HeadingBlock(3, "Files"));
        blocks.Add(new TableBlock("Files", [TableColumn.Name("file"), TableColumn.Number("bytes"), new("SHA-256")],
            [.. page.Files.Take(shown).Select(static f => (IReadOnlyList<Cell>)[f.Name, f.Bytes is { } b ? Figures.Count(b) : Figures.None, f.Sha256 ?? Figures.None])])
        {
            More = Rest(page.Files.Count, shown),
        });
    }

    private static void Composition(List<Block> blocks, CardPage page, bool full)
    {
        IReadOnlyList<ColumnReport> columns = page.Report.Columns;
        int shown = full ? columns.Count : Math.Min(columns.Count, BriefColumns);
        blocks.Add(new HeadingBlock(3, "Composition"));
        blocks.Add(new TableBlock("Composition",
            [TableColumn.Name("column"), new("type"), TableColumn.Number("distinct"), new("values") { Fit = Fit.Fold, Least = 24 }],
            [.. columns.Take(shown).Select(static c => (IReadOnlyList<Cell>)[c.Name, Profile.ProfileWords.Of(c.Type), Figures.Estimate(c.Distinct), Values(c)])])
        {
            More = Rest(columns.Count, shown),
        });
    }

    private static string Values(ColumnReport column)
    {
        if (column.Type is SemanticType.Category or SemanticType.Flag && column.Top.Count > 0)
        {
            return string.Join(", ", column.Top.Take(4).Select(static v => $"{v.Value} {Figures.ShortShare(v.Share)}")) + (column.Distinct.Value > 4 ? " ..." : "");
        }

        return column switch
        {
            { Time: { } time } => $"{time.First} to {time.Last}",
            { Numeric: { Count: > 0 } numbers } => $"{Figures.Number(numbers.Min)} to {Figures.Number(numbers.Max)}, mean {Figures.Number(numbers.Mean)}",
            { Vector: { } vector } => $"{Figures.Count(vector.Dimension)} dimensions",
            { Text.Lengths: { Count: > 0 } lengths } => $"{Figures.Number(lengths.Min)} to {Figures.Number(lengths.Max)} characters, mean {Figures.Number(lengths.Mean)}",
            _ => "",
        };
    }

    private static void Missing(List<Block> blocks, CardPage page, bool full)
    {
        ProfileReport report = page.Report;
        ColumnReport[] some = [.. report.Columns.Where(static c => c.Nulls > 0).OrderByDescending(static c => c.NullShare).ThenBy(static c => c.Name, StringComparer.Ordinal)];
        blocks.Add(new HeadingBlock(3, "Missing data"));
        if (some.Length == 0)
        {
            blocks.Add(new TextBlock("No value is missing."));
            return;
        }

        double cells = (double)report.Rows * report.Columns.Count;
        blocks.Add(new TextBlock($"{Figures.Share(report.Columns.Sum(static c => (double)c.Nulls) / cells)} of all values are missing, in {Figures.Of(some.Length, "column")}."));
        int shown = full ? some.Length : Math.Min(some.Length, BriefColumns);
        blocks.Add(new TableBlock("Missing data", [TableColumn.Name("column"), TableColumn.Number("missing"), TableColumn.Number("share")],
            [.. some.Take(shown).Select(static c => (IReadOnlyList<Cell>)[c.Name, Figures.Count(c.Nulls), Figures.Share(c.NullShare)])])
        {
            More = Rest(some.Length, shown),
        });
    }

    private static void Balance(List<Block> blocks, CardPage page, bool full)
    {
        foreach (BalanceReport balance in page.Report.Balance.Where(b => b.Role == "label" || (b.Column != page.Split && b.Column != page.LicenceColumn)))
        {
            blocks.Add(new HeadingBlock(3, $"{(balance.Role == "label" ? "Label" : "Group")} {balance.Column}"));
            if (balance.Classes.Count == 0)
            {
                blocks.Add(new TextBlock(balance.NumericTarget is null ? "It has no classes." : "It is a number, and has no classes; see its values above."));
                continue;
            }

            blocks.Add(new FactsBlock(
            [
                ("classes", Figures.Count(balance.Classes.Count)), ("largest to smallest", Figures.Ratio(balance.ImbalanceRatio)), ("evenness (entropy / ln K)", Figures.Measure(balance.NormalisedEntropy)),
                ("missing", Figures.Count(balance.Missing)),
            ]));
            Classes(blocks, balance, $"Classes of {balance.Column}", full);
        }
    }

    private static void Classes(List<Block> blocks, BalanceReport balance, string caption, bool full)
    {
        int shown = full ? balance.Classes.Count : Math.Min(balance.Classes.Count, BriefClasses);
        blocks.Add(new TableBlock(caption, [TableColumn.Name("class"), TableColumn.Number("rows"), TableColumn.Number("share")],
            [.. balance.Classes.Take(shown).Select(static c => (IReadOnlyList<Cell>)[c.Name, Figures.Count(c.Count), Figures.Share(c.Share)])])
        {
            More = Rest(balance.Classes.Count, shown),
        });
    }

    private static void Splits(List<Block> blocks, CardPage page)
    {
        blocks.Add(new HeadingBlock(3, "Splits"));
        if (page.Split is null || page.Report.Balance.FirstOrDefault(b => b.Column == page.Split && b.Role == "group") is not { } sets)
        {
            blocks.Add(new TextBlock("No column names the set of a row (--split)."));
            return;
        }

        Classes(blocks, sets, $"Sets of {sets.Column}", full: true);
        if (sets.Missing > 0)
        {
            blocks.Add(new TextBlock($"{Figures.Of(sets.Missing, "row is", "rows are")} in no set.", Tone.Warning));
        }

        foreach (CrossReport cross in page.Report.Crosses.Where(c => c.Group == page.Split))
        {
            blocks.Add(new TableBlock($"{cross.Label} in each set", [TableColumn.Name("set"), .. cross.Labels.Select(static l => TableColumn.Number(l))],
                [.. cross.Groups.Select((group, g) => (IReadOnlyList<Cell>)[group, .. cross.Counts[g].Select(static n => (Cell)Figures.Count(n))])]));
        }
    }

    private static void Duplicates(List<Block> blocks, CardPage page)
    {
        if (page.Report.Duplicates is not { } duplicates)
        {
            return;
        }

        blocks.Add(new HeadingBlock(3, "Duplicates"));
        blocks.Add(new FactsBlock([("different rows", Figures.EstimateWithBounds(duplicates.DistinctRows)), ("rows that repeat another one", Figures.EstimateWithBounds(duplicates.DuplicateRows)),
            ("keys", duplicates.Keys.Count == 0 ? "none" : string.Join(", ", duplicates.Keys) + (duplicates.KeysAreExact ? "" : " (as far as the sample tells)"))]));
    }

    private static void Alerts(List<Block> blocks, CardPage page, bool full)
    {
        IReadOnlyList<Alert> alerts = page.Report.Alerts;
        blocks.Add(new HeadingBlock(3, "Alerts"));
        if (alerts.Count == 0)
        {
            blocks.Add(new TextBlock("None."));
            return;
        }

        int shown = full ? alerts.Count : Math.Min(alerts.Count, BriefColumns);
        blocks.Add(new TableBlock("Alerts", [new("severity"), new("code"), TableColumn.Name("columns"), new("what") { Fit = Fit.Fold, Least = 24 }],
            [.. alerts.Take(shown).Select(static a => (IReadOnlyList<Cell>)[Profile.ProfileWords.Of(a.Severity), a.Code, string.Join(", ", a.Columns), a.Message])])
        {
            More = Rest(alerts.Count, shown),
        });
    }

    private static void Provenance(List<Block> blocks, CardPage page, bool full)
    {
        blocks.Add(new HeadingBlock(3, "Provenance"));
        if (page.Provenance.Count == 0)
        {
            blocks.Add(new TextBlock("No record of how the files came to be (FILE.curate.json) stands beside them."));
            return;
        }

        blocks.Add(new TextBlock(page.IsVerified
            ? $"{Figures.Of(page.Provenance.Count, "step")}, last first, back to the raw data; the content hash of every input and output is the recorded one."
            : $"{Figures.Of(page.Provenance.Count, "step")}, last first. Not all of it could be verified: see below.", page.IsVerified ? Tone.Plain : Tone.Warning));
        blocks.Add(new TableBlock("Provenance",
            [TableColumn.Name("output"), new("step"), TableColumn.Number("rows in"), TableColumn.Number("rows out"), new("dropped") { Fit = Fit.Fold, Least = 12 }, new("options") { Fit = Fit.Fold, Least = 20 }],
            [
                .. page.Provenance.Select(s => (IReadOnlyList<Cell>)
                [
                    s.Output, s.Fault is { } fault ? new Cell($"record {s.Record}: {fault}", Tone.Bad) : new Cell(s.Command + (s.Method is { } m ? " " + m : "")), s.Fault is null ? Figures.Count(s.RowsIn) : "",
                    s.Fault is null ? Figures.Count(s.RowsKept) : "", string.Join(", ", s.Dropped.Select(static d => $"{d.Key} {Figures.Count(d.Value)}")), Options(s, full),
                ]),
            ]));
        blocks.Add(new TableBlock("Inputs of these steps", [TableColumn.Name("step"), TableColumn.Name("input"), new("SHA-256"), new("content") { Fit = Fit.Fold, Least = 10 }],
            [.. page.Provenance.SelectMany(static s => s.Inputs.Select(i => (IReadOnlyList<Cell>)[s.Output, i.Input.Name, i.Input.Sha256 ?? Figures.None, Content(i)]))]));
        foreach (ProvenanceStep step in page.Provenance.Where(static s => s.Fault is null && s.OutputCheck != ProvenanceCheck.Verified))
        {
            blocks.Add(new TextBlock(step.OutputCheck switch
            {
                ProvenanceCheck.Changed => $"{step.Output} is not what was written, as {step.Record} has its hash: it was changed since.",
                ProvenanceCheck.Missing => $"{step.Output}, which {step.Record} speaks of, is not there.",
                _ => $"{step.Record} has no hash of {step.Output}.",
            }, Tone.Bad));
        }
    }

    private static string Options(ProvenanceStep step, bool full)
    {
        string options = string.Join(", ", step.Options.Where(static o => o.Value is not null).Select(static o => $"{o.Key} {o.Value}").Append("seed " + step.Seed));
        return step.Fault is not null ? "" : full || options.Length <= 200 ? options : string.Concat(options.AsSpan(0, 197), "...");
    }

    private static Cell Content(ProvenanceSource source) => source.Check switch
    {
        ProvenanceCheck.Verified => source.Record is null ? new("verified, raw data") : new($"verified, made by a step above or below ({source.Record})"),
        ProvenanceCheck.Changed => new("changed since", Tone.Bad),
        ProvenanceCheck.Missing => new("not found", Tone.Warning),
        _ => new("came through a pipe, no hash", Tone.Warning),
    };

    private static void Licences(List<Block> blocks, CardPage page, bool full)
    {
        blocks.Add(new HeadingBlock(3, "Licences"));
        if (page.Licences is not { } audit)
        {
            blocks.Add(new TextBlock(page.Declared is { } only
                ? $"The dataset declares {only} ({LicenceAudit.Word(LicenceTable.UseOf(LicenceTable.Parse(only)))} use). No column names the licence of each row (--license-column)."
                : "No licence is declared (--license), and no column names the licence of each row (--license-column)."));
            return;
        }

        blocks.Add(new TextBlock(audit.Use == LicenceUse.Unspecified
            ? $"What all rows together allow is not known: some name no licence in {audit.Column}, or one that is not in the table."
            : $"All rows together allow {LicenceAudit.Word(audit.Use)} use, as the most restrictive licence in {audit.Column} does."));
        blocks.Add(new TableBlock("Rows by use", [new("use"), TableColumn.Number("rows"), TableColumn.Number("share")],
            [.. audit.Uses.Select(u => (IReadOnlyList<Cell>)[LicenceAudit.Word(u.Use), Figures.Count(u.Rows), Figures.Share((double)u.Rows / Math.Max(1, audit.Uses.Sum(static x => x.Rows)))])]));
        int shown = full ? audit.Licences.Count : Math.Min(audit.Licences.Count, BriefClasses);
        blocks.Add(new TableBlock("Licences", [TableColumn.Name("in the column"), new("SPDX"), new("use"), new("asks for") { Fit = Fit.Fold, Least = 12 }, TableColumn.Number("rows")],
            [
                .. audit.Licences.Take(shown).Select(static r => (IReadOnlyList<Cell>)
                [
                    r.Text ?? "(missing)", r.Licences.Count == 0 ? "not known" : string.Join(" AND ", r.Licences.Select(static l => l.Id)), LicenceAudit.Word(r.Use), Asks(r.Licences), Figures.Count(r.Rows),
                ]),
            ])
        {
            More = Rest(audit.Licences.Count, shown),
        });
        if (audit.Conflicts.Count > 0)
        {
            blocks.Add(new TableBlock("Licences that cannot be passed on as one dataset", [new("licence"), new("with"), new("because") { Fit = Fit.Fold, Least = 24 }],
                [.. audit.Conflicts.Select(static c => (IReadOnlyList<Cell>)[c.First, c.Second, c.Why])]));
        }

        if (audit.Declared is { } declared)
        {
            string wrong = declared.Use == LicenceUse.Unspecified ? "it is not in the table of licences"
                : string.Join("; ", new[] { declared.WrongRows > 0 ? $"{Figures.Of(declared.WrongRows, "row allows", "rows allow")} less" : "" }.Concat(declared.Conflicts.Select(static c => $"{c.Licence}: {c.Why}")).Where(static w => w.Length > 0));
            blocks.Add(new TextBlock(declared.IsBorneOut ? $"The declared licence {declared.Text} is borne out by the rows." : $"The declared licence {declared.Text} is not borne out by the rows: {wrong}.", declared.IsBorneOut ? Tone.Plain : Tone.Warning));
        }

        blocks.Add(new TextBlock("This sorts what the column says by a table of licences. It is no legal advice: a wrong entry, rights of others in the data, the law of a place and what counts as a derived work are not seen.", Tone.Soft));
    }

    private static string Asks(IReadOnlyList<Licence> licences) => string.Join(", ", new[]
    {
        licences.Any(static l => l.Attribution) ? "attribution" : "", licences.Any(static l => l.ShareAlike is not null) ? "the same licence" : "", licences.Any(static l => l.NoDerivatives) ? "no changes" : "",
    }.Where(static a => a.Length > 0));

    private static string? Rest(int all, int shown) => all <= shown ? null : $"{Figures.Count(all - shown)} more (--report-detail full)";
}
