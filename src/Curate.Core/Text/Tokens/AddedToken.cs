namespace Curate.Core.Text.Tokens;

/// <summary>A string that is one token wherever it stands, whatever the model says.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="SingleWord">Only where no word character stands beside it.</param>
/// <param name="LeftStrip">Takes the white space before it, too.</param>
/// <param name="RightStrip">Takes the white space behind it, too.</param>
/// <param name="Normalised">It is looked for in the normalised text, normalised itself.</param>
internal sealed record AddedToken(byte[] Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalised);
