import { describe, expect, it } from '@jest/globals';
import { assert, constantFrom, property, string } from 'fast-check';

import { consentWish } from './consent-words.js';
import { englishConsent } from './words/english.js';
import { spanishConsent } from './words/spanish.js';

const kindOf = (text: string) => consentWish(text)?.kind ?? null;

const bareStops = [
  ...sentences(`
    STOP | Stop | stop | stop. | STOP! | Stop!!! | "STOP" | “stop” | 'Stop' | (stop) | ＳＴＯＰ
    STOPALL | stop all | Stop-All | UNSUBSCRIBE | unsubscribe. | CANCEL | End | QUIT | Revoke
    OPTOUT | opt out | Opt-Out | please stop | Stop please | stop stop stop | STOP. Please stop.
    stop now | STOP 🛑 | parar | PARAR | ¡Alto! | alto por favor | Baja | BAJA. | cancelar
    Cancelar por favor | detener | terminar | FIN
  `),
  ' stop ',
  'STOP\n',
];

const likelyStops = [
  ...sentences(`
    please stop texting me | Stop texting me! | stop sending me messages | stop sending these
    stop the texts | Stop all these text messages | don't text me again | Don’t text me
    dont text me anymore | do not text this number | please dont text me anymore about this
    never message me again | do not contact me again | take me off your list
    Please remove me from this list | remove me from your texting list | remove my number
    delete my phone number | lose my number | no more messages | No more texts please
    no further messages | I no longer want these texts | I don't want to receive your messages
    I do not wish to receive texts | i dont need these updates
    I didn't sign up for these texts | I never asked for these messages | unsubscribe me
    how do I stop these texts | please unsubscribe me from this | opt me out | I want to opt out
    I am opting out of these messages | I revoke my consent
    I withdraw my permission to text me | you have the wrong number | wrong number
    leave me alone | stop it | Stop this please | stpo | quit texting me | quit messaging me
    cease messaging me | stop spamming me | cancel these messages | end these messages
    STOP. I have moved away. | take me off | remove me | stop blowing up my phone
    cancel all notifications | I would like to unsubscribe | deje de enviarme mensajes
    Dejen de mandarme mensajes | deja de escribirme | ya no me manden mensajes
    No me envíen más mensajes | no me escriban | no quiero recibir mensajes
    no deseo más mensajes | no más mensajes | no mas textos por favor | Quítenme de su lista
    bórrenme de la lista | borren mi número | elimine mi teléfono | quiero darme de baja
    paren de enviar textos | cancele los mensajes | basta de mensajes | basta | pare | No más
    retiro mi consentimiento | tienen el número equivocado | no quiero que me escriban
    dejen de contactarme | dejenme en paz
  `),
  'Stop\nI do not live there any more',
];

const otherWords = [
  ...sentences(`
    YES | yes | Yes, by the school entrance | no | ok | thanks | gracias | Sí | end of my street
    At the end of Elm Street | stop sign is missing | The STOP sign at Main and 2nd is down
    STOP SIGN DOWN | someone hit the stop sign | bus stop is full of trash | the bus stops here
    please cancel my request for a trash can | cancel my pickup tomorrow
    I need to cancel the appointment | water won't stop | the water will not stop running
    it won't stop raining into my basement | stop the leak please
    please stop the noise next door | Can you make them stop parking here
    how do I get scammers to stop texting me | my neighbor wont stop calling | pothole on Main
    dead end sign is gone | the street light at the end is out | quit working last night
    The pump quit | the fence at the back end of the park | when does this end
    revoke his permit | they should revoke the license | can I opt out of recycling
    I want to opt out of the smart meter | help me with a fallen tree | I need help
    info about trash day please | start of the road works? | start cleaning the creek
    the truck did not stop at my house | trash truck did not stop
    Nobody stops at the crosswalk | non-stop barking | I did not get a text
    I have not received any messages from you | please send me updates | text me when it is done
    send a message to my wife too | I'm not getting your texts | Reply STOP to end texts
    stop sending the garbage truck at 5am | please stop sending bills
    quit sending me to another department | no necesito un mensaje, necesito agua
    quiten mi número de casa viejo | dejen los avisos en mi puerta | do not contact me by phone
    you got the wrong number on that ticket | cancel the text about the pothole
    No me mande al departamento de agua | I am not getting messages about trash day
    my dog won't leave me alone | please remove me from the recycling route
    remove the graffiti | please remove my trash can | take my old sofa
    delete the wrong entry for 12 Elm | the list of closed roads | take me off the hook
    la señal de ALTO está caída | falta el alto en la esquina | parada de autobús sucia
    el agua no para | no hay agua | el semáforo está en alto todo el tiempo
    la calle baja está inundada | quiero dar de baja el servicio de agua
    darme de baja del servicio de agua | cancelar mi solicitud de poda | al fin de la calle
    ayuda con un árbol caído | necesito informacion de la basura | no me mandaron el recibo
    mandaron el mensaje equivocado a mi vecino | no me manden otro recibo | ... | 🛑 | 911 | 12
    unstoppable leak | Fin de semana hay basura
  `),
  '',
  '   ',
];

describe('words of consent', () => {
  it.each(bareStops)('end messages: %j', (text) => {
    expect(kindOf(text)).toBe('stop');
  });

  it.each(likelyStops)('end messages in any reasonable wording: %j', (text) => {
    expect(kindOf(text)).toBe('likely-stop');
  });

  it.each(otherWords)('are not heard where there are none: %j', (text) => {
    expect(kindOf(text)).toBeNull();
  });

  it.each(['START', 'Unstop', 'start!', 'iniciar', 'Alta'])('begin messages again: %j', (text) => {
    expect(kindOf(text)).toBe('start');
  });

  it.each(['HELP', 'help?', 'Info', '¡Ayuda!', 'Información'])('ask who writes: %j', (text) => {
    expect(kindOf(text)).toBe('help');
  });

  it('know their language', () => {
    expect(consentWish('ALTO')?.language).toBe('es');
    expect(consentWish('no más mensajes')?.language).toBe('es');
    expect(consentWish('STOP')?.language).toBe('en');
  });

  it('are heard in any case and in any wrapping', () => {
    const words = [...englishConsent.stop, ...spanishConsent.stop];
    const wrapping = constantFrom('', '"', '¡', ' ', '.', '!!', '…', '(', '\n', '“', '*', '\u200B');
    const cases = constantFrom(
      (text: string) => text.toUpperCase(),
      (text: string) => text,
      (text: string) => text.charAt(0).toUpperCase() + text.slice(1),
    );
    assert(
      property(constantFrom(...words), wrapping, wrapping, cases, (word, before, after, cased) => {
        expect(kindOf(`${before}${cased(word)}${after}`)).toBe('stop');
      }),
    );
  });

  it('are a whole message: any other word beside them makes it something else', () => {
    const bareWords = ['end', 'cancel', 'quit', 'alto', 'baja', 'help', 'start', 'info'];
    const report = constantFrom('of Elm Street', 'the pothole', 'sign is down', 'la calle');
    assert(
      property(constantFrom(...bareWords), report, (word, more) => {
        expect(['stop', 'start', 'help']).not.toContain(kindOf(`${word} ${more}`));
      }),
    );
  });

  it('are a value for any text', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        expect([null, 'stop', 'start', 'help', 'likely-stop']).toContain(kindOf(text));
      }),
    );
  });
});

/** Separated by bars and line ends. */
function sentences(text: string): string[] {
  return text
    .split(/[|\n]/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}
