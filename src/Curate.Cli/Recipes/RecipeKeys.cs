using System.Globalization;
using Curate.Cli.Commands;
using Curate.Cli.Running;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>The keys of inputs and stages: hashes of all that their rows depend on, each over those of what it reads.</summary>
internal static class RecipeKeys
{
    /// <summary>What an input depends on: how it is read, and its files by path, size and time of change. Null for a pipe.</summary>
    public static string? Of(RecipeInput input, IReadOnlyList<OpenedFile> files)
    {
        if (files.Any(static f => f.File is not { CanReopen: true }))
        {
            return null;
        }

        RecipeKey key = new RecipeKey().Add("input");
        foreach (string name in input.Options.Names.Where(static n => n != "on-bad-row"))
        {
            key.Add(name).Add(input.Options.Of(name));
        }

        key.Add(input.Options.Last("on-bad-row") is null or "fail" ? "fail" : "leave out");
        return AddFiles(key, files.Select(static f => f.Path.Path)).Hash();
    }

    /// <summary>All that the rows of a stage depend on; null where it cannot be told.</summary>
    public static string? Of(BoundStage stage, IReadOnlyList<string?> below, IReadOnlyList<string?> others)
    {
        if (stage.Reporter is { IsRepeatable: false } || below.Any(static b => b is null) || others.Any(static o => o is null) || stage.Files.Any(static f => !File.Exists(f.Path)))
        {
            return null;
        }

        // Two builds of one version may decide differently.
        RecipeKey key = new RecipeKey().Add("stage").Add(CommandHost.Version).Add(CommandHost.Build)
            .Add(stage.Command.Name).Add(stage.Entry?.Name).Add(stage.Options.Seed.ToString(CultureInfo.InvariantCulture));
        foreach (string name in stage.Stage.Options.Names.Order(StringComparer.Ordinal))
        {
            bool counts = stage.Reporter is not null || stage.Entry?.OptionSpecs.Any(o => o.Name == name) == true || name is "where" or "columns" or "limit" or "rename" or "replace-columns";
            if (counts && !InputOptions(stage).Contains(name))
            {
                key.Add(name).Add(stage.Stage.Options.Of(name));
            }
        }

        return AddFiles(key, stage.Files.Select(static f => f.Path)).Add(InputOptions(stage).Select(o => NumberText.Of(stage.Stage.Options.Of(o).Count)))
            .Add(stage.Reporter is null ? [] : stage.Others.Select(static o => o.As)).Add(others!).Add(stage.Stage.From.Select(static l => l.As)).Add(below!).Hash();
    }

    /// <summary>The rows of several datasets as one.</summary>
    public static string? OfRows(BoundStage stage, IReadOnlyList<string?> below) =>
        below.Any(static b => b is null) ? null : new RecipeKey().Add("rows").Add(stage.Stage.From.Select(static l => l.As)).Add(below!).Hash();

    /// <summary>The table that a stage of a key makes beside its rows.</summary>
    public static string? OfTable(string? stage) => stage is null ? null : new RecipeKey().Add("table").Add(stage).Hash();

    private static IReadOnlyList<string> InputOptions(BoundStage stage) => stage.Entry?.InputOptions ?? ReportStages.Of(stage.Command.Name)?.InputOptions ?? [];

    /// <summary>What a further dataset depends on that is named by its path.</summary>
    public static string? Of(string path)
    {
        IReadOnlyList<InputPath> files = InputPaths.Expand([path], Curate.Cli.Running.Formats.All.Extensions);
        return files.Any(static f => f.IsStandardInput || !File.Exists(f.Path)) ? null : AddFiles(new RecipeKey(), files.Select(static f => f.Path)).Hash();
    }

    private static RecipeKey AddFiles(RecipeKey key, IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            var file = new FileInfo(Path.GetFullPath(path));
            key.Add(file.FullName).Add(NumberText.Of(file.Length)).Add(file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
        }

        return key;
    }
}
