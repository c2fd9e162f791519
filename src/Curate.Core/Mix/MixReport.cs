using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>What a plan says before a row is written: what each source has, what it gives, how often it repeats, and what happens when it runs dry.</summary>
internal static class MixReport
{
    /// <summary>More repeats than this are worth a word: beyond about four epochs repeated text teaches less and less (Muennighoff et al. 2023).</summary>
    public const double ManyRepeats = 4;

    public static void Add(MixPlan plan, MixOptions options, MixTarget target, MixQuotas quotas, SourceSizes sizes, IReadOnlyList<long[]> phaseQuotas, RowValues<double>?[] tokens)
    {
        bool isSized = options.Unit != MixUnit.Rows;
        string unit = MixQuotas.Word(options.Unit);
        double[] given = [.. plan.Streams.Select((s, i) => isSized ? Given(s, sizes.RowSizes![i]) : s.OutputRows)];
        double total = given.Sum();
        var table = new ReportTable("sources", isSized ? $"Sources (shares of {unit})" : "Sources",
        [
            "source", "rows", .. isSized ? (string[])[unit] : [], .. sizes.Tokens is null ? (string[])[] : ["tokens"], "size_share", "asked_share", "share", "rows_out",
            .. isSized ? (string[])[unit + "_out"] : [], .. sizes.Tokens is null ? (string[])[] : ["tokens_out"], "epochs", "note",
        ]);
        for (int i = 0; i < sizes.Count; i++)
        {
            MixStream stream = plan.Streams[i];
            var cells = new List<object?> { sizes.Names[i], sizes.Rows[i] };
            if (isSized)
            {
                cells.Add(Cell(options.Unit, sizes.Sizes[i]));
            }

            if (sizes.Tokens is { } all)
            {
                cells.Add((long)all[i]);
            }

            cells.AddRange([Share(sizes.Sizes[i], sizes.Total), quotas.Shares[i], Share(given[i], total), stream.OutputRows]);
            if (isSized)
            {
                cells.Add(Cell(options.Unit, given[i]));
            }

            if (sizes.Tokens is not null)
            {
                cells.Add((long)(tokens[i] is { } own ? Given(stream, own) : 0));
            }

            double epochs = sizes.Rows[i] == 0 ? 0 : (double)stream.OutputRows / sizes.Rows[i];
            cells.AddRange([epochs, Note(options, stream, quotas.IsDry[i], epochs, quotas.Shares[i])]);
            table.Rows.Add([.. cells]);
        }

        plan.Tables.Add(table);
        if (target.Phases.Count > 1)
        {
            plan.Tables.Add(Phases(target, sizes, phaseQuotas));
        }

        foreach (ReportTable own in target.Tables)
        {
            plan.Tables.Add(own);
        }
    }

    private static ReportTable Phases(MixTarget target, SourceSizes sizes, IReadOnlyList<long[]> quotas)
    {
        var table = new ReportTable("phases", "Phases", ["phase", "source", "asked_share", "rows", "share", "epochs", "loss_weight"]);
        for (int p = 0; p < quotas.Count; p++)
        {
            double[] shares = target.Phases[p].Shares();
            long rows = quotas[p].Sum();
            for (int i = 0; i < sizes.Count; i++)
            {
                double own = Share(sizes.Sizes[i], sizes.Total);
                table.Add(target.Phases[p].Name, sizes.Names[i], shares[i], quotas[p][i], Share(quotas[p][i], rows),
                    sizes.Rows[i] == 0 ? 0.0 : (double)quotas[p][i] / sizes.Rows[i], own > 0 ? shares[i] / own : null);
            }
        }

        return table;
    }

    private static string? Note(MixOptions options, MixStream stream, bool isDry, double epochs, double share)
    {
        if (isDry)
        {
            return options.WhenDry switch
            {
                WhenDry.Leave => "runs dry: the mixture falls short",
                _ => "runs dry: the others take its place",
            };
        }

        return stream.OutputRows == 0 ? share > 0 ? "too small a share for a row" : "left out"
            : epochs > ManyRepeats ? "repeats more than 4 times" : stream.UsedRows < stream.Rows ? "a part of it" : null;
    }

    /// <summary>What a stream gives, in the unit of the sizes.</summary>
    private static double Given(MixStream stream, RowValues<double> sizes)
    {
        double sum = 0;
        for (long row = 0; row < sizes.Count; row++)
        {
            sum += stream.Copies(row) * sizes[row];
        }

        return sum;
    }

    private static double Share(double part, double all) => all > 0 ? part / all : 0;

    private static object Cell(MixUnit unit, double value) => unit == MixUnit.Cost ? value : (long)value;
}
