namespace Curate.Core.Profile.Report;

/// <summary>The share of one label in one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Label">The label.</param>
/// <param name="Rows">Rows of the group.</param>
/// <param name="Direct">Share and Wilson interval from the group's own rows.</param>
/// <param name="Composite">Share and interval after shrinking towards the share of all groups.</param>
public readonly record struct GroupRate(string Group, string Label, long Rows, Interval Direct, Interval Composite);
