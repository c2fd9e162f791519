namespace Curate.TestKit;

/// <summary>A text of a planted corpus.</summary>
/// <param name="Text">The text.</param>
/// <param name="Original">Number of the text that it was made from, or -1 for an original.</param>
/// <param name="Kind">What was done to it; of an original what is done to its copies.</param>
public sealed record PlantedText(string Text, int Original, PlantedKind Kind);
