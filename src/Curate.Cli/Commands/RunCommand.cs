using Curate.Cli.Options;
using Curate.Cli.Recipes;
using Curate.Cli.Reports;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Commands;

/// <summary><c>curate run</c>: a recipe of stages, decided one after the other and copied once.</summary>
internal static class RunCommand
{
    /// <summary>What of the run is not said by the recipe.</summary>
    private static readonly string[] s_shared =
        ["force", "no-provenance", "report", "report-detail", "dry-run", "seed", "workers", "memory", "scratch", "scratch-limit", "color", "no-progress", "quiet", "verbose", "debug"];

    public static CommandSpec Spec { get; } = new("run", "Runs a recipe: stages of these commands, decided one after the other; rows are copied once for each output.")
    {
        ArgumentName = "RECIPE.yaml",
        TakesOne = true,
        Examples =
        [
            "curate run job.yaml",
            "curate run job.yaml --dry-run",
            "curate run job.yaml --set label=species --set unique.keep=last --force",
            "curate run job.yaml --from balanced --force",
            "curate resample train.csv --label species -o balanced.csv --emit-recipe > job.yaml",
        ],
        Groups =
        [
            new("Recipe", RecipeChoices.All),
            new("Output", Shared(RunOptionSpecs.Output)),
            new("Report", Shared(RunOptionSpecs.Report)),
            new("Run", Shared(RunOptionSpecs.Run)),
        ],
        Run = Run,
    };

    private static IReadOnlyList<OptionSpec> Shared(IReadOnlyList<OptionSpec> group) => [.. group.Where(static o => s_shared.Contains(o.Name))];

    private static int Run(Arguments arguments, CommandHost host)
    {
        RecipeChoices choices = OptionBinder.Bind(new RecipeChoices(), RecipeChoices.All, arguments.Only(RecipeChoices.All));
        if (choices.Schema)
        {
            host.WriteOut(RecipeSchema.Json());
            return (int)ExitCode.Done;
        }

        RunOptions options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Except(RecipeChoices.All));
        if (options.Report is { } report)
        {
            ReportFiles.Check(report);
        }

        if (arguments.Inputs.Count != 1)
        {
            Fail.Usage(arguments.Inputs.Count == 0 ? "No recipe is given." : $"One recipe is run at a time, and {NumberText.Of(arguments.Inputs.Count)} are given.", "Name the file: curate run job.yaml.");
        }

        string file = arguments.Inputs[0];
        Recipe recipe = Read(file, choices, host);
        BoundRecipe bound = RecipeBinder.Bind(recipe, options);
        CheckStage(bound, "from", choices.From);
        CheckStage(bound, "only", choices.Only);
        if (choices.Explain is not null && (choices.Only is null || bound.Stages.Any(s => s.Stage.Name == choices.Only && s.Entry is null)))
        {
            Fail.Usage(choices.Only is null ? "--explain asks one stage about one of its rows, and none is named." : $"--explain: stage '{choices.Only}' decides nothing about rows.",
                "Pass --only STAGE with a stage that has a method.");
        }

        bool temporary = choices.NoCheckpoints || (file == "-" && choices.Checkpoints is null);
        string folder = !temporary ? choices.Checkpoints ?? file + ".checkpoints"
            : Path.Combine(options.Scratch ?? Path.GetTempPath(), $"curate-run-{NumberText.Of(Environment.ProcessId)}");
        using var store = new RecipeStore(folder, temporary);
        if (!options.DryRun)
        {
            store.Enter();
        }

        options = options with { Force = options.Force || (options.Report is { } begun && store.WasBegun(begun)) };
        using var run = new RecipeRun(bound, choices, options, store, host);
        return options.DryRun ? run.Describe() : run.Execute();
    }

    private static Recipe Read(string file, RecipeChoices choices, CommandHost host)
    {
        if (file == "-")
        {
            using var piped = new StreamReader(host.OpenStandardInput());
            return RecipeReader.Read(piped, "standard input", "", choices.Overrides);
        }

        try
        {
            using var text = new StreamReader(file);
            return RecipeReader.Read(text, file, Path.GetDirectoryName(file) ?? "", choices.Overrides);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CurateException(ErrorCodes.CannotRead, $"Cannot read the recipe '{file}': {FileFailures.Reason(failure)}.", ErrorCodes.CannotRead.Remedy, failure);
        }
    }

    private static void CheckStage(BoundRecipe bound, string option, string? stage)
    {
        if (stage is null || bound.Stages.Any(s => s.Stage.Name == stage))
        {
            return;
        }

        string? nearest = NameSuggestions.Nearest(stage, bound.Stages.Select(static s => s.Stage.Name));
        Fail.Usage($"--{option} {Fail.Show(stage)}: the recipe has no such stage.",
            nearest is not null ? $"Did you mean {nearest}?" : "Stages: " + string.Join(", ", bound.Stages.Select(static s => s.Stage.Name)) + ".");
    }
}
