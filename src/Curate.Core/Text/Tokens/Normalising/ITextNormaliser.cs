using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>Rewrites a text before it is cut. Has no state: any thread may call it.</summary>
internal interface ITextNormaliser
{
    /// <summary>Writes the new text; false, with nothing written, where it is as it was.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="to">Empty.</param>
    bool Apply(ReadOnlySpan<byte> text, ByteBuffer to);
}
