namespace Curate.Core.Resample.Balance;

/// <summary>The columns that a plan of even copies reads and adds.</summary>
/// <param name="Columns">Columns whose values make a class.</param>
/// <param name="Id">Column that keys draws; null for the row number.</param>
/// <param name="EpochColumn">Column that holds the epoch, where there are several.</param>
internal sealed record EvenLayout(IReadOnlyList<string> Columns, string? Id, string EpochColumn);
