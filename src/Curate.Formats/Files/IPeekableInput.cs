namespace Curate.Formats.Files;

/// <summary>An input whose first bytes can be looked at without using up its one opening.</summary>
public interface IPeekableInput : IByteInput
{
    /// <summary>The first bytes of the decoded text; fewer than <paramref name="count"/> only where the text is shorter.</summary>
    byte[] Peek(int count);
}
