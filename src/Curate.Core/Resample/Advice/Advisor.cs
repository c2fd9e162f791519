using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Advice;

/// <summary>
/// Should these rows be resampled? Cross-validates doing nothing, class weights, a moved threshold, random-over, random-under, SMOTE and one method, with a
/// weak and a strong learner, changing training rows only.
/// </summary>
/// <remarks>
/// Splits run beside each other, each on one worker; every draw is keyed by split, so the result is the same for any number. Cost: splits x learners x (treatments + inner folds) fits.
/// Memory: the sample; and for each worker about 5 x 8 bytes for every number and category of a row after resampling, and what the method and the learner take.
/// </remarks>
public static class Advisor
{
    /// <summary>What the memory of a run depends on.</summary>
    public const string Memory = "1 to 4 bytes a row; 16 bytes and 8 for each number and category of a row of the sample; for each worker about 5 x 8 bytes for each number and category of a resampled row, the method, the learner";

    /// <summary>Passes over the data.</summary>
    public const string Passes = "3, and one more where kinds are inferred, and with --time";

    /// <summary>Runs all of it.</summary>
    /// <param name="passes">Reads the data.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Column names are resolved (<see cref="AdviceOptionSpecs.Resolve"/>).</param>
    /// <param name="entry">The method that is asked about.</param>
    /// <param name="values">Its options as given.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="CurateException">Features that cannot be used, one class, fewer rows or groups of a class than folds, a method that cannot run on the training rows.</exception>
    public static AdviceReport Run(PassRunner passes, IRecordSource source, AdviceOptions options, MethodEntry entry, OptionValues values, RunContext run)
    {
        if (options.Group is not null && options.Time is not null)
        {
            Fail.Usage("--group and --time divide rows in different ways.", "Pass one of both.");
        }

        if (!entry.LabelsClasses)
        {
            Fail.Usage($"--should-i compares what learners make of classes, and {entry.Name} is for labels that are numbers or several at once.",
                "Name a method for classes, or leave --method out.");
        }

        TrialReader data = TrialReader.Read(passes, source, options, run);
        List<ChosenMethod> methods = Methods(data.Rows, entry, values, options);
        List<TrialSplit> splits = Splits(data, options, run);
        int treatments = Trial.Simple.Count + methods.Count;
        int workers = Math.Min(run.Workers, splits.Count);
        long bytes = checked(8L * data.Rows.Width * data.Rows.Count * 5 * workers);
        using MemoryLease lease = run.Memory.Lease(bytes, "The rows of the folds");
        var all = new double[splits.Count][][][];
        var lacking = new bool[splits.Count];
        run.Observer.PassStarted("cross-validate", null, splits.Count);
        SeededDraw draw = run.Draw("should-i");
        var gate = new Lock();
        int done = 0;
        Workers.ForBlocks(workers, splits.Count, s =>
        {
            var own = new RunContext { Seed = draw.Bits(0, s), Workers = 1, Memory = run.Memory, Scratch = run.Scratch, Time = run.Time, Ct = run.Ct };
            var trial = new Trial(data, splits[s], own);
            all[s] = trial.Run(AdviceLearner.All, methods);
            lacking[s] = trial.LacksThreshold;
            lock (gate)
            {
                run.Observer.Progress(++done, 0);
            }
        }, run.Ct);
        run.Observer.PassEnded(splits.Count, 0);
        string[] names = [.. Trial.Simple, .. methods.Select(static m => m.Name)];
        double ratio = splits.Sum(static s => (double)s.Test.Length / s.Train.Length) / splits.Count;
        AdviceVerdict verdict = AdviceVerdict.Of(all, names, ratio, entry.Name);
        return new AdviceReport
        {
            Label = options.Label,
            Method = entry.Name,
            Seed = run.Seed,
            InputRows = data.InputRows,
            UnlabelledRows = data.UnlabelledRows,
            IncompleteRows = data.IncompleteRows,
            Rows = data.Rows.Count,
            Classes = [.. data.Rows.Names.Zip(data.Rows.CountsOf([.. Enumerable.Range(0, data.Rows.Count)]), static (n, c) => new KeyValuePair<string, long>(n, c))],
            Numbers = data.Rows.Numbers,
            Categories = data.Rows.CategoryNames.Count,
            Design = options.Time is not null ? "forward" : options.Group is not null ? "grouped" : "stratified",
            DesignColumn = options.Time ?? options.Group,
            Folds = options.Folds,
            Repeats = splits.Count / options.Folds,
            Splits = splits.Count,
            TestOverTrain = ratio,
            WithoutThreshold = lacking.Count(static l => l),
            Results = verdict.Results,
            Findings = verdict.Findings,
            Resample = verdict.Resample,
            Answer = verdict.Answer,
        };
    }

    /// <summary>random-over, random-under, SMOTE for the kinds of features that there are, and the method that is asked about, each once.</summary>
    private static List<ChosenMethod> Methods(TrialRows rows, MethodEntry entry, OptionValues values, AdviceOptions options)
    {
        string smote = rows.CategoryNames.Count == 0 ? "smote" : rows.Numbers > 0 ? "smote-nc" : "smote-n";
        var methods = new List<ChosenMethod>();
        foreach (string name in (string[])["random-over", "random-under", smote])
        {
            methods.Add(name == entry.Name ? new ChosenMethod(entry, values, options)
                : new ChosenMethod(MethodRegistry.Of("resample").Find(name)!, new OptionValues(), options));
        }

        if (methods.TrueForAll(m => m.Name != entry.Name))
        {
            methods.Add(new ChosenMethod(entry, values, options));
        }

        return methods;
    }

    private static List<TrialSplit> Splits(TrialReader data, AdviceOptions options, RunContext run)
    {
        TrialRows rows = data.Rows;
        if (rows.Classes < 2)
        {
            Fail.With(ErrorCodes.Infeasible, rows.Classes == 0
                ? "There is no class to balance: every row lacks its label or a feature, or there are no rows."
                : $"There is only one class, {Fail.Show(rows.Names[0])}; balancing needs two or more.", "Check --label.");
        }

        int[] every = [.. Enumerable.Range(0, rows.Count)];
        SplitDesign design = data.Design;
        string folds = NumberText.Of(options.Folds);
        if (!design.IsForward && !design.IsGrouped)
        {
            long[] counts = rows.CountsOf(every);
            for (int c = 0; c < counts.Length; c++)
            {
                if (counts[c] < options.Folds)
                {
                    Fail.With(ErrorCodes.Infeasible, $"Class {Fail.Show(rows.Names[c])} has {NumberText.Of(counts[c])} rows of the {NumberText.Of(rows.Count)} that are cross-validated, fewer than the {folds} folds.",
                        "Lower --folds, raise --rows, or leave the class out with --where.");
                }
            }
        }
        else if (design.MostFolds(every) < options.Folds)
        {
            Fail.With(ErrorCodes.Infeasible, design.IsGrouped
                ? $"--group {Fail.Show(options.Group!)} has {NumberText.Of(design.MostFolds(every))} groups, fewer than the {folds} folds."
                : $"--time {Fail.Show(options.Time!)} has {NumberText.Of(design.MostFolds(every) + 1)} different times, too few for {folds} steps forward.", "Lower --folds.");
        }

        List<TrialSplit> splits = design.Of(every, options.Folds, design.IsForward ? 1 : options.Repeats, run.Draw("should-i-folds"));
        if (splits.Count < options.Folds)
        {
            Fail.With(ErrorCodes.Infeasible, $"Equal times leave room for {NumberText.Of(splits.Count)} steps forward, fewer than {folds}.", "Lower --folds.");
        }

        foreach (TrialSplit split in splits)
        {
            if (split.Train.Length == 0 || split.Test.Length == 0 || Array.TrueForAll(split.Train, r => rows.ClassOf[r] == rows.ClassOf[split.Train[0]]))
            {
                Fail.With(ErrorCodes.Infeasible, design.IsForward ? "The rows before a step forward are of one class only." : "All rows outside of a fold are of one class.",
                    design.IsForward ? "Lower --folds, so that the first step has more rows behind it." : "Lower --folds, or divide without --group.");
            }
        }

        return splits;
    }
}
