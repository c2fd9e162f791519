namespace Curate.Cli.Recipes;

/// <summary>The commands that describe rows and can be stages.</summary>
internal static class ReportStages
{
    public static IReadOnlyList<ReportStageKind> All { get; } = [ProfileStage.Kind, CheckStage.Kind];

    /// <summary>The one of a command, or null.</summary>
    public static ReportStageKind? Of(string command) => All.FirstOrDefault(k => k.Command.Name == command);
}
