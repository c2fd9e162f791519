using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Cleaning;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// Balances classes by rows that are made up: reads features, lets a method choose parents and steps, then reads the parents' values as the input has
/// them. Counts are exact for every method.
/// </summary>
/// <remarks>Two passes and the copy, one more where kinds are inferred, one more where the numbers are too many to keep. Memory: the table, what the method takes, then the plan.</remarks>
internal sealed class OverPlanner(IRowMaker maker, OverOptions options, RunContext context, CleanStep clean = CleanStep.None) : IRowPlanner
{
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        if (maker.Warning is { } warning)
        {
            context.Observer.Note(warning);
        }

        Draft draft = Drafted(passes, inputs.Main);
        var plan = new SyntheticRows(draft.Parents, draft.Made, draft.Layout, draft.Classes, context.Memory)
        {
            InputRows = draft.InputRows,
            Spreads = draft.Spreads,
            Seed = context.Seed,
            Leaving = draft.Leaving,
            Reason = ReasonOf(clean, maker.Label),
        };
        plan.Dropped.Add(plan.Reason, draft.Leaving?.PopCount() ?? 0);
        plan.Tables.AddRange(draft.Tables);
        return plan;
    }

    /// <summary>Why rows of the input leave.</summary>
    public static string ReasonOf(CleanStep step, LabelForm label) =>
        label == LabelForm.Number ? ClassCopies.Reason : step == CleanStep.Links ? TomekLinks.Reason : EditedNearestNeighbours.Reason;

    public void Dispose()
    {
    }

    /// <summary>All that the plan holds; the table is gone by then, so that its memory is free for the plan.</summary>
    private Draft Drafted(PassRunner passes, IRecordSource source)
    {
        // Without features of their own, methods for categories look at categories alone.
        FeatureOptions read = maker.Form == FeatureForm.Categories && options.Features.Count == 0 ? options with { Features = options.Categorical } : options;
        using var exact = new ExactValues(context.Memory);
        using LabelledTable table = maker.Label == LabelForm.Number
            ? LabelledTable.ReadTarget(passes, source, read, context, targets => RareValues.Of(targets, options), exact)
            : LabelledTable.Read(passes, source, read, context, exact);
        OverLayouts.CheckForm(maker.Form, table.Columns);
        return maker.Label == LabelForm.Several ? Several(passes, source, table, exact) : Balanced(passes, source, table, exact);
    }

    /// <summary>One class a row, or one kind of values of a numeric target.</summary>
    private Draft Balanced(PassRunner passes, IRecordSource source, LabelledTable table, ExactValues exact)
    {
        bool isTarget = maker.Label == LabelForm.Number;
        long[] targets = TargetCounts.Of(options.To, isTarget ? BalanceMode.Both : BalanceMode.Over, table.Names, table.Counts);
        var input = new OverInput(table.Store, table.ClassOf.ToArray(), table.Names, [.. targets.Select((t, c) => Math.Max(0, t - table.Counts[c]))], table.Rule, options, context)
        {
            CategoryRank = CategoryOrder.Of(table),
            Targets = table.Targets,
        };
        MadeRows made = MakeAll(input, new MadeRows(input.Store.Codes, ownLastSteps: isTarget && input.Store.Codes > 0));
        long[] after = [.. targets];
        BitMap? leaving = isTarget ? Unwanted(table, input, targets) : clean == CleanStep.None ? null : Clean(table, input, after, ref made);
        return Drafted(passes, source, table, input, made, exact, leaving,
        [
            ClassChanges.Table(table.Columns.Label, table.Names, table.Counts, after,
                ("(missing, kept as it is)", table.UnlabelledRows), ("(without a number, kept as it is)", table.IncompleteRows)),
            .. isTarget ? [RareValues.Table(table)] : Array.Empty<ReportTable>(),
            OverReports.MadeUp(input, made),
        ]);
    }

    /// <summary>Several labels a row: rows are made for each label that is rare.</summary>
    private Draft Several(PassRunner passes, IRecordSource source, LabelledTable table, ExactValues exact)
    {
        var labels = new MultiLabels(table.Columns.Label, table.Names, table.Counts, options.LabelSeparator);
        long[] growth = [.. labels.Counts.Select((rows, l) => labels.IsRare(l) ? checked(rows * options.Times) : 0)];
        var input = new OverInput(table.Store, table.ClassOf.ToArray(), labels.Names, growth, table.Rule, options, context) { Labels = labels };
        MadeRows made = MakeAll(input, new MadeRows(input.Store.Codes + 1));
        long[] after = [.. labels.Counts];
        for (int g = 0; g < made.Count; g++)
        {
            int code = made.Codes(g)[^1];
            int copied = OtherValues.FromNearer(options.Other) && made.Second[g] != MadeRows.None && made.Steps[g] > 0.5 ? made.Second[g] : made.First[g];
            foreach (int label in code < 0 ? labels.Labels(input.ClassOf[copied]) : labels.Composed(code))
            {
                after[label]++;
            }
        }

        return Drafted(passes, source, table, input, made, exact, null, [labels.Table(table.Columns.Label, after), OverReports.MadeUp(input, made)]);
    }

    private Draft Drafted(PassRunner passes, IRecordSource source, LabelledTable table, OverInput input, MadeRows made, ExactValues exact, BitMap? leaving, ReportTable[] tables)
    {
        int[] classes = options.Order == SyntheticOrder.ClassInterleaved ? OverLayouts.Classes(table, made) : [];
        ParentValues parents = ExactParents.Read(passes, source, table, made, exact);
        return new Draft(parents, made, OverLayouts.Of(table, source, options, input.Labels), classes,
            Array.Exists(input.Spreads, static s => s is not null) ? Unscaled(table, input.Spreads) : [], leaving, tables, table.InputRows);
    }

    /// <summary>The surplus of classes that shrink: the rows with the smallest draws.</summary>
    private static BitMap Unwanted(LabelledTable table, OverInput input, long[] targets)
    {
        var leaving = new BitMap();
        for (int c = 0; c < input.Classes; c++)
        {
            int surplus = (int)Math.Max(0, table.Counts[c] - targets[c]);
            if (surplus == 0)
            {
                continue;
            }

            SeededDraw draw = input.Draw("surplus", c);
            var smallest = new BottomK(surplus);
            foreach (int row in input.Members(c))
            {
                smallest.Add(draw.Bits(0, table.RowOf(row)), new RowId(0, table.RowOf(row)));
            }

            foreach (var chosen in smallest.ToSorted())
            {
                leaving.Set(chosen.Row.Row);
            }
        }

        return leaving;
    }

    /// <summary>Removes what the cleaning step removes: made-up rows from the list, rows of the input by a bitmap.</summary>
    private BitMap Clean(LabelledTable table, OverInput input, long[] after, ref MadeRows made)
    {
        bool[] leaves = EnlargedTable.Cleaned(input, made, clean);
        var leaving = new BitMap();
        for (int row = 0; row < table.Count; row++)
        {
            if (leaves[row])
            {
                leaving.Set(table.RowOf(row));
                after[input.ClassOf[row]]--;
            }
        }

        var unmade = new BitMap();
        for (int c = 0; c < made.Groups; c++)
        {
            long gone = 0;
            for (int g = made.GroupStart(c); g < made.GroupEnd(c); g++)
            {
                if (leaves[table.Count + g])
                {
                    unmade.Set(g);
                    gone++;
                }
            }

            after[c] -= gone;
            if (gone > 0)
            {
                input.Note(c, $"{NumberText.Of(gone)} more were made and cleaned away");
            }
        }

        made = made.Without(unmade);
        return leaving;
    }

    private MadeRows MakeAll(OverInput input, MadeRows made)
    {
        for (int c = 0; c < input.Classes; c++)
        {
            if (input.Growth[c] > int.MaxValue - made.Count)
            {
                Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(input.Growth[c])} rows are to be made up for {Fail.Show(input.Names[c])}, and at most {NumberText.Of(int.MaxValue)} can be in all.",
                    "Lower --to.");
            }

            if (input.Growth[c] > 0)
            {
                context.Ct.ThrowIfCancellationRequested();
                maker.Make(input, c, made);
            }

            made.EndGroup();
            if (made.GroupEnd(c) - made.GroupStart(c) != input.Growth[c])
            {
                throw new InvalidOperationException($"{made.GroupEnd(c) - made.GroupStart(c)} rows were made for class {c}, and {input.Growth[c]} were asked for.");
            }
        }

        return made;
    }

    private static double[][] Unscaled(LabelledTable table, double[][] spreads) =>
        Array.ConvertAll(spreads, s => s is null ? [] : s.Select((v, p) => p < table.Store.Numeric ? Math.Abs(table.Unscaled(p, v) - table.Unscaled(p, 0)) : v).ToArray());

    private sealed record Draft(ParentValues Parents, MadeRows Made, SyntheticLayout Layout, int[] Classes, double[][] Spreads, BitMap? Leaving, ReportTable[] Tables, long InputRows);
}
