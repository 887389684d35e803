import { describe, expect, it } from '@jest/globals';

import { textOfHtml } from './html-text.js';

describe('The words of an HTML mail', () => {
  it('come in the lines in which they are shown', () => {
    const html = '<div>One<br>two</div><p>three  \n four</p><ul><li>five</li><li>six</li></ul>';
    expect(textOfHtml(html)).toBe('One\ntwo\n\nthree four\n\nfive\nsix');
  });

  it('are marked where they are quoted, also within each other', () => {
    const html = 'A<blockquote>B<blockquote>C</blockquote></blockquote>D';
    expect(textOfHtml(html).split('\n').filter(Boolean)).toEqual(['A', '> B', '>> C', 'D']);
  });

  it('have no style, no script and no comment among them', () => {
    const html = '<style>p{}</style><script>x<y</script><!-- no -->yes<!--[if mso]>no<![endif]-->';
    expect(textOfHtml(html)).toBe('yes');
  });

  it('are kept where an element is never closed or a bracket opens none', () => {
    expect(textOfHtml('<style>a < b')).toBe('a < b');
    expect(textOfHtml('<title>Lamp<p>is dark')).toBe('Lamp\n\nis dark');
  });

  it('have their characters however they are written', () => {
    expect(textOfHtml('&lt;a&gt; &#228;&#xE4; &nbsp;&unknown; &#0;&#55296;&#x110000;.')).toBe(
      '<a> ää &unknown; .',
    );
  });
});
