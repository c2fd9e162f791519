namespace Curate.Core.Resample.Cleaning;

/// <summary>Rows that a cleaner removes for one reason.</summary>
/// <param name="Reason">The reason, as reports and <c>--removed</c> show it.</param>
/// <param name="Leaves">True for each row of the table that leaves.</param>
internal sealed record Removal(string Reason, bool[] Leaves);
